import type { LeftMessage } from '../bus/bus.ts';
import type { Milliseconds } from '../clock.ts';
import type { Problem } from '../problem.ts';
import type { Conduct } from './tally.ts';

/** What came of a replay. */
export interface Replayed extends Conduct {
  readonly bus: string;
  readonly cannot: Readonly<Record<string, string>>;
  /** How many deliveries the recording holds, before faults. */
  readonly wanted: number;
  readonly delivered: number;
  /** Deliveries that some rule matched. */
  readonly matched: number;
  /** How many of them were records in an envelope of ours. */
  readonly enveloped: number;
  /** From the first delivery to the last, as it was recorded and in real time. */
  readonly span: Milliseconds;
  readonly took: Milliseconds;
  /** Deliveries a second; absent where they were to go as fast as they can. */
  readonly wantedRate?: number;
  readonly reachedRate: number;
  /** How late deliveries were against the pace, that of half and of ninety-nine in a hundred of them. */
  readonly late?: { readonly p50: Milliseconds; readonly p99: Milliseconds };
  /** What lies in dead-letter queues; absent where the bus cannot tell. */
  readonly deadLetters?: readonly LeftMessage[];
  /** Whether it was ended before its end. */
  readonly isInterrupted: boolean;
  /** What of the recording could not be read. */
  readonly problems: readonly Problem[];
  /** What could not be closed afterwards. */
  readonly unclosed: readonly Problem[];
}
