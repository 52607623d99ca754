import type { Summary } from './saved-run.ts';

const PARTS = 256;

/** Counts what happens when, in so many parts of a time that nobody knows beforehand, in memory that does not grow. */
export interface Density {
  add(lane: string, at: number, isBad: boolean): void;
  summary(): Summary | undefined;
}

interface Counts {
  all: number[];
  bad: number[];
}

/** Opens a density. The parts become twice as long whenever what comes lies beyond them. */
export function openDensity(): Density {
  const lanes = new Map<string, Counts>();
  let from: number | undefined;
  let size = 1;

  function room(at: number): number {
    from ??= at;
    while (at < from || at >= from + PARTS * size) {
      // To the past the parts are moved on, to the future they are drawn together where they stand.
      if (at < from) from -= PARTS * size;
      const isPast = at < from + PARTS * size;
      for (const counts of lanes.values()) {
        counts.all = folded(counts.all, isPast);
        counts.bad = folded(counts.bad, isPast);
      }
      size *= 2;
    }
    return Math.floor((at - from) / size);
  }

  return {
    add: (lane, at, isBad) => {
      if (!Number.isFinite(at)) return;
      const part = room(at);
      let counts = lanes.get(lane);
      if (counts === undefined) lanes.set(lane, (counts = { all: zeros(), bad: zeros() }));
      counts.all[part]! += 1;
      if (isBad) counts.bad[part]! += 1;
    },
    summary: () =>
      from === undefined ? undefined : { from, until: from + PARTS * size, lanes: Object.fromEntries(lanes) },
  };
}

function zeros(): number[] {
  return Array.from({ length: PARTS }, () => 0);
}

/** Two parts become one, in the first or in the second half. */
function folded(counts: readonly number[], isSecond: boolean): number[] {
  const next = zeros();
  const offset = isSecond ? PARTS / 2 : 0;
  for (const [part, count] of counts.entries()) next[offset + Math.floor(part / 2)]! += count;
  return next;
}
