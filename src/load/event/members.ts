import type { BusEvent } from '../../eventbridge/event.ts';

/** Calls a function with every text of a value, and the key that it stands under; of a list the list's own. */
export function eachText(value: unknown, key: string, told: (text: string, key: string) => void): void {
  if (typeof value === 'string') told(value, key);
  else if (Array.isArray(value)) for (const item of value) eachText(item, key, told);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) eachText(member, name, told);
}

const DIGEST = /sha256:([0-9a-f]{64})/g;
const REPOSITORY = /^repository-?name$/i;
const TAG = /^image-?tags?$/i;
const NAME = /^[a-z0-9][a-z0-9._/-]*$/;

/** Whether a key's texts are names of repositories, and whether they are tags. */
export const isRepositoryKey = (key: string): boolean => REPOSITORY.test(key);
export const isTagKey = (key: string): boolean => TAG.test(key);

/** The images that an event is about, its own first: 64 digits each. Layers and configurations are no images. */
export function digestsOf(event: BusEvent): readonly string[] {
  const digests: string[] = [];
  const isRecord = 'eventID' in event.detail;
  eachText(event.detail, '', (text, key) => {
    if (isRecord ? key === 'imageDigest' : key === 'image-digest') digests.push(...hexOf(text));
  });
  // Of Inspector's findings only the ARN says it.
  if (digests.length === 0 && !isRecord) eachText(event.resources, '', (text) => digests.push(...hexOf(text)));
  return digests;
}

function hexOf(text: string): readonly string[] {
  return [...text.matchAll(DIGEST)].map(([, hex = '']) => hex);
}

/** The names of repositories that an event has; an ARN in the place of one is none. */
export function repositoriesOf(event: BusEvent): readonly string[] {
  const names: string[] = [];
  eachText(event.detail, '', (text, key) => {
    if (isRepositoryKey(key) && NAME.test(text)) names.push(text);
  });
  return names;
}

/** The repository that an event is of; an empty text where it is of none. */
export function repositoryOf(event: BusEvent): string {
  const [name] = repositoriesOf(event);
  if (name !== undefined) return name;
  const arns: string[] = [];
  eachText([event.resources, event.detail['repository-name']], '', (text) => arns.push(text));
  return arns.flatMap((text) => /:repository\/([a-z0-9._/-]+?)(?:\/sha256:|$)/.exec(text)?.[1] ?? [])[0] ?? '';
}

/** The tags that an event has. */
export function tagsOf(event: BusEvent): readonly string[] {
  const tags: string[] = [];
  eachText(event.detail, '', (text, key) => {
    if (isTagKey(key)) tags.push(text);
  });
  return tags;
}
