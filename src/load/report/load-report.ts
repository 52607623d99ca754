import type { Counts } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';
import type { LegSummary } from '../measure/summary.ts';
import type { Judgement } from '../result/result.ts';
import type { LoadVerdict } from '../result/verdict.ts';

/** What the page of a load run is given. All times are microseconds, from the run's common start where they are moments. */
export interface LoadReport {
  readonly run: ReportedRun;
  /** The run that it is held against. */
  readonly earlier?: ReportedRun;
}

/** A run as a page shows it: figures instead of histograms. */
export interface ReportedRun {
  readonly plan: {
    readonly name: string;
    readonly description: string;
    readonly digest: string;
    readonly target: string;
  };
  readonly seed: number | string;
  /** ISO 8601. */
  readonly start: string;
  readonly duration: number;
  readonly took: number;
  /** `1 to 3 and 5 of 8`; absent where one process ran all. */
  readonly shards?: string;
  readonly verdict: LoadVerdict;
  /** Why it says nothing about the consumer, besides thresholds that nothing was seen for. */
  readonly void: readonly string[];
  readonly stopped?: string;
  readonly judgements: readonly Judgement[];
  readonly observed: { readonly delivery: boolean; readonly completion: boolean };
  readonly counts: Counts;
  /** Events a second over the length of the schedule. */
  readonly rate: { readonly wanted: number; readonly reached: number };
  readonly legs: readonly ReportedLeg[];
  readonly phases: readonly ReportedPhase[];
  readonly series: { readonly width: number; readonly points: readonly ReportedPoint[] };
}

/** A leg over the whole run. */
export interface ReportedLeg extends LegSummary {
  readonly leg: Leg;
  /** Latency by `1 / (1 - q)`: 2 is the median, 100 the 99th percentile. */
  readonly curve: readonly (readonly [oneIn: number, latency: number])[];
}

/** A phase, with what became of the events that were due in it. */
export interface ReportedPhase {
  readonly name: string;
  readonly begins: number;
  readonly ends: number;
  readonly wanted: number;
  readonly counts: Counts;
  readonly lag: number;
  readonly p99: Readonly<Partial<Record<Leg, number>>>;
}

/** A stretch of the series. */
export interface ReportedPoint {
  /** When it begins. */
  readonly at: number;
  /** Events a second. */
  readonly rates: {
    readonly due: number;
    readonly sent: number;
    readonly accepted: number;
    readonly delivered: number;
  };
  readonly lag: number;
  readonly legs: Readonly<Partial<Record<Leg, { readonly p50: number; readonly p99: number; readonly max: number }>>>;
}
