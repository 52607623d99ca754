import type { CountName } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';
import type { Comparison, Metric, Threshold } from '../plan/threshold.ts';
import { sayLatency, sayNumber } from '../telemetry/words.ts';
import type { Facts } from './facts.ts';
import type { Judgement } from './result.ts';

/** What is counted only where somebody watches the consumer be given events, and be done with them. */
const NEEDS: Readonly<Partial<Record<CountName | 'errors', keyof Facts['observed']>>> = {
  delivered: 'delivery',
  duplicated: 'delivery',
  outOfOrder: 'delivery',
  lost: 'delivery',
  processed: 'completion',
};

/** What was measured of what a threshold is about; undefined where nobody could see it. */
export function measured(metric: Metric, facts: Facts): { readonly value: number; readonly leg?: Leg } | undefined {
  switch (metric.kind) {
    case 'percentile':
    case 'max':
    case 'mean': {
      const leg = metric.leg ?? farthest(facts);
      const timing = facts.timing(leg);
      if (timing === undefined) return undefined;
      const value = metric.kind === 'percentile' ? timing.percentile(metric.percentile) : timing[metric.kind];
      return { value, leg };
    }
    case 'count':
    case 'share': {
      const needs = NEEDS[metric.of];
      if (needs !== undefined && !facts.observed[needs]) return undefined;
      const { counts } = facts;
      const count = metric.of === 'errors' ? counts.refused + counts.failed : counts[metric.of];
      if (metric.kind === 'count') return { value: count };
      return counts.due === 0 ? undefined : { value: count / counts.due };
    }
    case 'lag':
      return facts.observed.delivery || facts.observed.completion ? { value: facts.lag } : undefined;
    case 'rate':
      return { value: facts.rate };
  }
}

/** The leg that a percentile is of where none is named. */
function farthest({ observed }: Facts): Leg {
  return observed.completion ? 'completion' : observed.delivery ? 'delivery' : 'publish';
}

/** Whether a value compares as a threshold wants it. */
export function holds(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '=':
      return value === bound;
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
  }
}

/** Holds thresholds against what was measured. */
export function judge(thresholds: readonly Threshold[], facts: Facts): readonly Judgement[] {
  return thresholds.map(({ text, metric, comparison, bound }): Judgement => {
    const found = measured(metric, facts);
    if (found === undefined)
      return {
        threshold: text,
        kind: 'unknown',
        measured: undefined,
        says: 'nothing was seen that it could be held against',
      };
    const kind = holds(found.value, comparison, bound) ? 'kept' : 'broken';
    return { threshold: text, kind, measured: found.value, says: say(metric, found) };
  });
}

function say(metric: Metric, { value, leg }: { readonly value: number; readonly leg?: Leg }): string {
  switch (metric.kind) {
    case 'percentile':
    case 'max':
    case 'mean':
      return `${sayLatency(value)} (${leg})`;
    case 'lag':
      return sayLatency(value);
    case 'count':
      return sayNumber(value);
    case 'share':
      return `${Number((value * 100).toPrecision(3))}%`;
    case 'rate':
      return `${sayNumber(value)}/s`;
  }
}
