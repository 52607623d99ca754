import type { CountName } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';

/** What a threshold is about. */
export type Metric =
  /** A percentile (0 to 100) of a leg; without one, of the farthest leg that was seen. */
  | { readonly kind: 'percentile'; readonly percentile: number; readonly leg?: Leg }
  | { readonly kind: 'max' | 'mean'; readonly leg?: Leg }
  /** How many, or which part of the events that were due. `errors` are those refused, and those failed. */
  | { readonly kind: 'count' | 'share'; readonly of: CountName | 'errors' }
  /** How far the consumer fell behind, at worst. */
  | { readonly kind: 'lag' }
  /** Events a second that were sent, over the whole run. */
  | { readonly kind: 'rate' };

/** How a measure has to compare. */
export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** One thing that has to hold. */
export interface Threshold {
  /** As it was written: `p99 < 250ms`. */
  readonly text: string;
  readonly metric: Metric;
  readonly comparison: Comparison;
  /** Microseconds, a number, or a part of 1. */
  readonly bound: number;
}
