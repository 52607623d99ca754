import type { Item } from '../../../saved/saved-run.ts';

/** What a reader looks for. */
export interface Wanted {
  readonly text: string;
  readonly repository: string;
  /** Only what failed. */
  readonly badOnly: boolean;
}

/** Nothing in particular. */
export const ANYTHING: Wanted = { text: '', repository: '', badOnly: false };

/** Indices of the items that are looked for; nothing where anything is. */
export function found(items: readonly Item[], { text, repository, badOnly }: Wanted): ReadonlySet<number> | undefined {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && repository === '' && !badOnly) return undefined;
  const hits = new Set<number>();
  for (const [index, item] of items.entries()) {
    if (repository !== '' && item.repository !== repository) continue;
    if (badOnly && item.tone !== 'bad') continue;
    const own =
      `${item.title} ${item.eventId ?? ''} ${item.repository ?? ''} ${item.digest ?? ''} ${item.requestId ?? ''} ${item.lane}`.toLowerCase();
    if (words.every((word) => own.includes(word) || isIn(item.body, word))) hits.add(index);
  }
  return hits;
}

/** Whether a word stands in some text or member name of a piece of JSON. */
function isIn(value: unknown, word: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(word);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value).includes(word);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.toLowerCase().includes(word) || isIn(inner, word));
}
