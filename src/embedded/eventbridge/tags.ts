/** A tag as AWS words it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags of a service's resources, by ARN. */
export interface Tags {
  set(arn: string, tags: readonly Tag[]): void;
  remove(arn: string, keys: readonly string[]): void;
  of(arn: string): readonly Tag[];
  forget(arn: string): void;
}

/** Opens an empty book of tags. */
export function openTags(): Tags {
  const book = new Map<string, Map<string, string>>();
  return {
    set: (arn, tags) => {
      const known = book.get(arn) ?? new Map<string, string>();
      for (const { Key, Value } of tags) known.set(Key, Value);
      book.set(arn, known);
    },
    remove: (arn, keys) => {
      for (const key of keys) book.get(arn)?.delete(key);
    },
    of: (arn) => Array.from(book.get(arn) ?? [], ([Key, Value]) => ({ Key, Value })),
    forget: (arn) => void book.delete(arn),
  };
}
