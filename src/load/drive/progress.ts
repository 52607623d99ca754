import type { Counts } from '../measure/counts.ts';
import type { Leg } from '../measure/leg.ts';

/** How a run stands, once a second while it goes on. Times are microseconds. */
export interface Progress {
  /** Since the common start; negative while that is awaited. */
  readonly elapsed: number;
  /** How long the schedule is. */
  readonly duration: number;
  /** The name of the phase that events are due of; the last one's while the run settles. */
  readonly phase: string;
  /** `waiting` for the common start, `sending`, or `settling`: everything was due, and not everything has arrived. */
  readonly state: 'waiting' | 'sending' | 'settling';
  /** Events a second that were due, of this shard, since the progress before. */
  readonly wanted: number;
  /** Events a second that were sent since then. */
  readonly reached: number;
  /** Since the start. `sent` and `due` are ahead of what has an end yet. */
  readonly counts: Counts;
  /** Requests under way, and events that wait to be sent. */
  readonly inFlight: number;
  readonly waiting: number;
  /** How many were accepted and have not been seen; absent where nobody watches the consumer. */
  readonly missing?: number;
  /** How far the consumer is behind. */
  readonly lag: number;
  /** Percentiles since the start, of the legs of which there are any. */
  readonly legs: Readonly<Partial<Record<Leg, Percentiles>>>;
}

/** In microseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
}
