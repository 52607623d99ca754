import type { Measures } from '../measure/measures.ts';
import type { Plan } from '../plan/plan.ts';
import type { Threshold } from '../plan/threshold.ts';

/** What is needed to know when a run is to end before its time. */
export interface Stopping {
  readonly plan: Pick<Plan, 'stop'>;
  readonly measures: Measures;
  readonly holds: (threshold: Threshold, measures: Measures) => boolean;
}

/** Watches a plan's stop rule: `looked` says why a run is to end, once what it names has gone on for as long as it says. */
export function openStop({ plan: { stop }, measures, holds }: Stopping): {
  looked(now: number): string | undefined;
} {
  let since: number | undefined;
  return {
    looked: (now) => {
      if (stop === undefined || !holds(stop.when, measures)) since = undefined;
      else since ??= now;
      if (stop === undefined || since === undefined || now - since < stop.for * 1e3) return undefined;
      return `stopped because ${stop.when.text} for ${stop.for / 1e3} s`;
    },
  };
}
