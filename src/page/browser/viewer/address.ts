import type { Item, SavedFile } from '../../../saved/saved-run.ts';

/** Which run and which of its items an address leads to; without one the first run, where its promise broke. */
export function addressed(
  { runs }: SavedFile,
  hash: string,
): { readonly run: number; readonly item: string | undefined } {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const named = runs.findIndex(({ name }) => name === asked.get('run'));
  const [event, id] = [asked.get('event'), asked.get('item')];
  const order = named < 0 ? [...runs.keys()] : [named];
  for (const run of order) {
    const item = runs[run]!.items.find((one) =>
      id === null ? event !== null && one.eventId === event : one.id === id,
    );
    if ((event !== null || id !== null) && item !== undefined) return { run, item: item.id };
  }
  const run = Math.max(0, named);
  return { run, item: runs[run]?.findings.find(({ items = [] }) => items.length > 0)?.items?.[0] };
}

/** The address of an item: by its event, which other runs have too, where it is the first of that; else by itself. */
export function toAddress({ runs }: SavedFile, run: number, item: Item | undefined): string {
  const parts = new URLSearchParams();
  const { name, items } = runs[run]!;
  if (runs.length > 1) parts.set('run', name);
  if (item?.eventId !== undefined) parts.set('event', item.eventId);
  if (item !== undefined && items.find(({ eventId }) => eventId === item.eventId) !== item) parts.set('item', item.id);
  return `#${parts}`;
}
