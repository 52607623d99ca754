/** A stretch of a schedule with one way of arriving. Events count from 0, times are whole microseconds from its begin. */
export interface Piece {
  readonly events: number;
  readonly duration: number;
  /** Opens a reader of when each event is due; one walks with it, and going far back or ahead may cost some time. */
  reader(): DueReader;
}

/** When an event of a piece is due. */
export type DueReader = (event: number) => number;

/** Microseconds in a millisecond, and in a second. */
export const MILLISECOND = 1_000;
export const SECOND = 1_000_000;
