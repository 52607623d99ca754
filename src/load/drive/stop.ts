import type { Measures } from '../measure/measures.ts';
import type { Plan } from '../plan/plan.ts';
import { factsNow } from '../result/facts.ts';
import { holds, measured } from '../result/judge.ts';
import type { LoadResult } from '../result/result.ts';

/** What is needed to know when a run is to end before its time. */
export interface Stopping {
  readonly plan: Pick<Plan, 'stop'>;
  readonly measures: Measures;
  readonly observed: LoadResult['observed'];
}

/** How often what was measured is held against the rule, in microseconds. */
const EVERY = 1_000_000;

/** Watches a plan's stop rule: `looked` says why a run is to end, once what it names has been so for as long as it says. */
export function openStop({ plan: { stop }, measures, observed }: Stopping): {
  looked(now: number): string | undefined;
} {
  let since: number | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return {
    looked: (now) => {
      if (stop === undefined || now <= 0 || now - last < EVERY) return undefined;
      last = now;
      const { metric, comparison, bound, text } = stop.when;
      const found = measured(metric, factsNow(measures, now, observed));
      if (found === undefined || !holds(found.value, comparison, bound)) since = undefined;
      else since ??= now;
      if (since === undefined || now - since < stop.for * 1e3) return undefined;
      return `stopped because "${text}" held for ${stop.for / 1e3} s`;
    },
  };
}
