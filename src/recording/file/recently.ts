/** The last names that were met, in memory that does not grow. */
export interface Recently {
  /** Whether a name is new; from now on it is not. */
  add(name: string): boolean;
}

/** Remembers at least the last `most` names and at most twice as many. */
export function recently(most: number): Recently {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    add(name) {
      if (young.has(name) || old.has(name)) return false;
      young.add(name);
      if (young.size >= most) {
        old = young;
        young = new Set();
      }
      return true;
    },
  };
}
