import type { Item } from './saved-run.ts';

/** What a reader filters by, as far as an item tells. */
export type About = Pick<Item, 'repository' | 'digest' | 'eventId'>;

/** The repository and the digest that a piece of JSON is about, wherever ECR writes them. */
export function aboutOf(value: unknown): About {
  const repository =
    textAt(value, ['repositoryName'], ['repository-name'], ['requestParameters', 'repositoryName'], ['repository']) ??
    textAt(value, ['detail', 'repository-name'], ['detail', 'requestParameters', 'repositoryName']);
  const digest = textAt(
    value,
    ['imageDigest'],
    ['detail', 'image-digest'],
    ['imageId', 'imageDigest'],
    ['image', 'imageId', 'imageDigest'],
    ['responseElements', 'image', 'imageId', 'imageDigest'],
    ['detail', 'responseElements', 'image', 'imageId', 'imageDigest'],
  );
  return { ...(repository !== undefined && { repository }), ...(digest !== undefined && { digest }) };
}

function textAt(value: unknown, ...paths: readonly (readonly string[])[]): string | undefined {
  for (const path of paths) {
    let at: unknown = value;
    for (const key of path)
      at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
    if (typeof at === 'string') return at;
  }
  return undefined;
}
