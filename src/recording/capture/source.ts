import type { Instant } from '../../clock.ts';
import type { RecordingSource } from '../file/header.ts';
import type { Recorded } from '../recorded.ts';

/** Where a source was when it was left, as JSON; only the source itself reads it. */
export type Cursor = Readonly<Record<string, unknown>>;

/** What was found at once. It counts as kept, and the cursor with it, before the source is asked for more. */
export interface Batch {
  readonly found: readonly Recorded[];
  /** From where the source goes on after this batch; absent where that is nowhere in particular. */
  readonly cursor?: Cursor;
  /** How much of everything is read by now, from 0 to 1, where that can be told. */
  readonly part?: number;
}

/** How far a reading has come. */
export interface Progress {
  /** Lines that the recording holds by now. */
  readonly count: number;
  readonly part: number | undefined;
}

/** What a source has to say besides. */
export interface Remarks {
  /** Something that a reader of the recording has to know: that it is sampled, that lines were no events. */
  readonly note: (sentence: string) => void;
  /** Something that is not as it was promised: a log file that differs from its digest. */
  readonly broken: (sentence: string) => void;
}

/** How a source is read. */
export interface Reading extends Remarks {
  /** Where an earlier reading was left. */
  readonly from: Cursor | undefined;
  /** Aborted when nothing more is wanted: then a source ends, and takes away what it has made. */
  readonly signal: AbortSignal;
}

/** A place where events and records can be found. */
export interface Source {
  /** What the header of the recording says of it. */
  readonly names: RecordingSource;
  /** That it goes on until it is told to stop, which is then no interruption. */
  readonly isEndless?: boolean;
  /** What it holds, in the order in which it tells. Throws a `Problem`; what came before that is good. */
  read(reading: Reading): AsyncIterable<Batch>;
}

/** The moments that are asked for; all of them unless told. `to` is not among them. */
export interface Window {
  readonly from?: Instant;
  readonly to?: Instant;
}

/** Whether something happened within a window. */
export function isWithin(recorded: Recorded, { from = -Infinity, to = Infinity }: Window): boolean {
  const at = happenedAt(recorded);
  return at >= from && at < to;
}

/** When something happened, by its own word; when it arrived, where that is no moment. */
export function happenedAt(recorded: Recorded): Instant {
  const at = Date.parse(recorded.channel === 'eventbridge' ? recorded.event.time : recorded.record.eventTime);
  return Number.isNaN(at) ? recorded.arrivedAt : at;
}
