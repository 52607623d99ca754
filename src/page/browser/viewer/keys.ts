import { lowerBound } from './scale.ts';
import type { Model } from './model.ts';

/** What a key leads to from the selected item, or from nothing. */
export function stepBy(
  key: string,
  { items, lanes, inLane, laneOf, causes, effects }: Model,
  selected: number | undefined,
  hits: ReadonlySet<number> | undefined,
): number | undefined {
  if (key === 'b') return following(items.length, selected, 1, (index) => items[index]!.tone === 'bad');
  if (key === 'n') return following(items.length, selected, 1, (index) => hits?.has(index) === true);
  if (key === 'p') return following(items.length, selected, -1, (index) => hits?.has(index) === true);
  const first = items.length === 0 ? undefined : 0;
  if (selected === undefined) return key.startsWith('Arrow') || key === 'Home' ? first : undefined;
  const lane = laneOf[selected]!;
  const own = inLane[lane] ?? [];
  const at = own.indexOf(selected);
  switch (key) {
    case 'ArrowLeft':
      return own[at - 1];
    case 'ArrowRight':
      return own[at + 1];
    case 'Home':
      return own[0];
    case 'End':
      return own.at(-1);
    case 'c':
      return causes.get(selected)?.[0];
    case 'e':
      return effects.get(selected)?.[0];
    case 'ArrowUp':
    case 'ArrowDown': {
      const by = key === 'ArrowUp' ? -1 : 1;
      for (let other = lane + by; other >= 0 && other < lanes.length; other += by) {
        const there = inLane[other]!;
        if (there.length === 0) continue;
        // What it has to do with, where that is there; else what is nearest in time.
        const related = [...(causes.get(selected) ?? []), ...(effects.get(selected) ?? [])];
        const next = related.find((index) => laneOf[index] === other);
        const after = lowerBound(there.length, (index) => items[there[index]!]!.at < items[selected]!.at);
        return next ?? there[Math.min(after, there.length - 1)];
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function following(
  count: number,
  from: number | undefined,
  by: 1 | -1,
  is: (index: number) => boolean,
): number | undefined {
  const start = from ?? (by === 1 ? -1 : count);
  for (let step = 1; step <= count; step += 1) {
    const index = (((start + by * step) % count) + count) % count;
    if (is(index)) return index;
  }
  return undefined;
}
