import { COUNTS } from '../../../../src/load/measure/counts.ts';
import type { CountName, Counts } from '../../../../src/load/measure/counts.ts';
import type { Snapshot } from '../../../../src/load/telemetry/snapshot.ts';

/** Counts with nothing in them but what is said. */
export function counts(some: Partial<Record<CountName, number>> = {}): Counts {
  return { ...(Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts), ...some };
}

/** A run that has gone on for 72 seconds of 120, with what is said instead. */
export function standing(some: Partial<Snapshot> = {}): Snapshot {
  return {
    at: 72_000_000,
    phase: 'ramp',
    left: 48_000_000,
    rate: { wanted: 4_000, reached: 3_998.4 },
    counts: counts({ due: 288_000, sent: 287_990, accepted: 287_950, delivered: 287_900 }),
    legs: { publish: { p50: 1_840, p90: 3_100, p99: 6_200, p999: 31_400, max: 1_204_000 } },
    lag: 3_100,
    inFlight: 40,
    ...some,
  };
}
