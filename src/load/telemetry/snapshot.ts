import type { Counts } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';

/** Latencies of one leg since the run began, in microseconds; each counts from the moment that the event was due. */
export interface LegLatency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** How a load run stands: one a second, and one as it ends. All times are microseconds. */
export interface Snapshot {
  /** Since the run's common start. */
  readonly at: number;
  /** The phase under way as the plan names it; `settling` after the last. */
  readonly phase: string;
  /** Until nothing more is waited for, as far as the plan says. */
  readonly left: number;
  /** Events a second, since the snapshot before. */
  readonly rate: { readonly wanted: number; readonly reached: number };
  /** Since the beginning. */
  readonly counts: Counts;
  /** Those of which there is something to tell. */
  readonly legs: Readonly<Partial<Record<Leg, LegLatency>>>;
  /** How far the consumer is behind. */
  readonly lag: number;
  /** Sent and not answered. */
  readonly inFlight: number;
}

/** Somebody who is shown how a load run stands. */
export interface View {
  show(snapshot: Snapshot): void;
  /** Leaves everything as it was; what was shown last has been seen by everybody when this resolves. */
  end(): Promise<void>;
}
