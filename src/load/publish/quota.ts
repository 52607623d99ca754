import type { Milliseconds } from '../../clock.ts';

/** How many requests a second there may be, which a quota of AWS's counts. */
export interface Quota {
  /** Takes the right to one request; or says how long it is until there is one. */
  take(now: Milliseconds): Milliseconds;
}

/** What was not used may be used later, but no more of it than this. */
const BURST: Milliseconds = 100;

/** A quota of so many requests a second, or none at all. */
export function quotaOf(tps: number | undefined): Quota {
  if (tps === undefined) return { take: () => 0 };
  const gap = 1_000 / tps;
  /** When the next one is due. */
  let due = -Infinity;
  return {
    take: (now) => {
      if (due > now) return due - now;
      due = Math.max(due, now - BURST) + gap;
      return 0;
    },
  };
}
