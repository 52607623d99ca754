import { SECOND, type Piece } from './piece.ts';

/**
 * A rate that goes straight from one value to another, or stays.
 *
 * By time t, `from·t + (to-from)·t²/2D` events are due; the inverse of that says when the nth is. It is written with the
 * root below the line, because the usual form loses its digits where the rate hardly changes.
 */
export function linear(from: number, to: number, duration: number): Piece {
  const seconds = duration / SECOND;
  const change = (to - from) / seconds;
  const due = (event: number): number => {
    if (event === 0) return 0;
    // Rounding may put what is under the root of the last event below zero, where a rate goes down to none.
    const root = Math.sqrt(Math.max(0, from * from + 2 * change * event));
    return Math.round(((2 * event) / (from + root)) * SECOND);
  };
  const total = ((from + to) / 2) * seconds;
  // The event that would fall on the end is the first of what follows; a hair more than a whole number is a rounding.
  let events = Math.max(0, Math.ceil(total - 1e-6));
  while (events > 0 && due(events - 1) >= duration) events -= 1;
  return { events, duration, reader: () => due };
}
