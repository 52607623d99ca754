import type { Counts } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';
import type { Measures, MeasuresData } from '../measure/measures.ts';
import { timingOf } from '../measure/summary.ts';
import { sumOf } from '../measure/tally.ts';
import type { Timing } from '../measure/timing.ts';

/** What thresholds are held against, while a run goes on or when it has ended. */
export interface Facts {
  readonly counts: Counts;
  /** Undefined where nothing was timed. */
  timing(leg: Leg): Pick<Timing, 'percentile' | 'max' | 'mean'> | undefined;
  /** Microseconds. */
  readonly lag: number;
  /** Events a second that were sent. */
  readonly rate: number;
  /** Which legs somebody watches. */
  readonly observed: { readonly delivery: boolean; readonly completion: boolean };
}

/** The facts of a run that has ended; `duration` is that of the schedule, in microseconds. */
export function factsOf(
  { phases }: Pick<MeasuresData, 'phases'>,
  duration: number,
  observed: Facts['observed'],
): Facts {
  const counts = sumOf(phases.map((phase) => phase.counts));
  return {
    counts,
    timing: (leg) => timingOf(phases, leg),
    lag: Math.max(0, ...phases.map(({ lag }) => lag)),
    rate: duration === 0 ? 0 : counts.sent / (duration / 1_000_000),
    observed,
  };
}

/** The facts of a run that goes on; `at` is the time since its start, in microseconds. */
export function factsNow(measures: Measures, at: number, observed: Facts['observed']): Facts {
  const counts = measures.counts();
  return {
    counts,
    timing: (leg) => measures.timing(leg),
    lag: measures.lag(),
    rate: at <= 0 ? 0 : counts.sent / (at / 1_000_000),
    observed,
  };
}
