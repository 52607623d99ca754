/**
 * When each event of a run is due: arithmetic alone, so that every worker of every machine has the same one, and nothing
 * that happens while it runs can move it.
 *
 * Sequence numbers count from 0, times are microseconds from the start.
 */
export interface Schedule {
  /** How many events there are. */
  readonly events: number;
  /** When the last phase ends. */
  readonly duration: number;
  /** Where each phase lies: its first sequence number, and its begin and end in time. */
  readonly phases: readonly PhaseSpan[];
  /** When an event is due. */
  due(seq: number): number;
  /** The phase that an event is of. */
  phaseOf(seq: number): number;
  /** How many events are due by a time, that moment included. */
  dueBy(time: number): number;
  /** Walks the events whose number leaves `index` when divided by `of`; nothing is allocated while it does. */
  share(index: number, of: number): Cursor;
}

/** A phase on the schedule. */
export interface PhaseSpan {
  readonly name: string;
  readonly first: number;
  readonly events: number;
  readonly begins: number;
  readonly ends: number;
}

/** One worker's way along a schedule: `seq`, `due` and `phase` are those of the event that is next. */
export interface Cursor {
  readonly seq: number;
  readonly due: number;
  readonly phase: number;
  /** Whether there is no further event. */
  readonly done: boolean;
  advance(): void;
}
