import { COUNTS, type CountName, type Counts } from './counts.ts';
import { LEGS, type Leg } from './leg.ts';
import type { PhaseData, PointData, TimingData } from './measures.ts';
import { openTally, type Tally } from './tally.ts';
import { openTiming, type Timing } from './timing.ts';

/** What is measured of a stretch of a run, whether it is a phase or a point of the series. */
export interface Stretch {
  readonly tally: Tally;
  timing(leg: Leg): Timing | undefined;
  timed(leg: Leg, latency: number): void;
  lagged(lag: number): void;
  readonly lag: number;
  add(other: PhaseData | Omit<PointData, 'index'>): void;
  taken(): PhaseData;
}

/** Begins to measure a stretch. Histograms come into being when they are needed: most points lack most legs. */
export function openStretch(digits: 1 | 3): Stretch {
  const tally = openTally();
  const timings: Partial<Record<Leg, Timing>> = {};
  let lag = 0;
  return {
    tally,
    timing: (leg) => timings[leg],
    timed: (leg, latency) => {
      (timings[leg] ??= openTiming(digits)).record(latency);
    },
    get lag() {
      return lag;
    },
    lagged: (found) => {
      lag = Math.max(lag, found);
    },
    add: (other) => {
      const counts: Readonly<Partial<Record<CountName, number>>> = other.counts;
      for (const name of COUNTS) tally.add(name, counts[name] ?? 0);
      for (const leg of LEGS) {
        const timing = other.legs[leg];
        if (timing !== undefined) (timings[leg] ??= openTiming(digits)).add(timing);
      }
      lag = Math.max(lag, other.lag);
    },
    taken: () => ({ counts: tally.counts(), legs: takenOf(timings), lag }),
  };
}

function takenOf(timings: Readonly<Partial<Record<Leg, Timing>>>): Readonly<Partial<Record<Leg, TimingData>>> {
  const taken: Partial<Record<Leg, TimingData>> = {};
  for (const leg of LEGS) {
    const timing = timings[leg];
    if (timing !== undefined) taken[leg] = timing.taken();
  }
  return taken;
}

/** A point as data: of counts only those that are not zero, because there are many points. */
export function toPoint(index: number, stretch: Stretch): PointData {
  const { counts, legs, lag } = stretch.taken();
  return { index, counts: onlyCounted(counts), legs, lag };
}

function onlyCounted(counts: Counts): PointData['counts'] {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
