import type { Item } from '../../../saved/saved-run.ts';

/** Indices of the items that another run has not: of as many that say the same, those beyond as many as there are there. */
export function apartFrom(items: readonly Item[], others: readonly Item[]): ReadonlySet<number> {
  const there = new Map<string, number>();
  for (const item of others) there.set(keyOf(item), (there.get(keyOf(item)) ?? 0) + 1);
  const apart = new Set<number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const left = there.get(key) ?? 0;
    if (left === 0) apart.add(index);
    else there.set(key, left - 1);
  }
  return apart;
}

/** Times and ids are others in another run; what was done is what counts. */
function keyOf({ kind, lane, title, tone }: Item): string {
  return [kind, lane, title, tone ?? ''].join('\n');
}
