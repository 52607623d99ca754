import { SECOND } from '../schedule/piece.ts';

/** How many points a series has at most. */
const POINTS = 300;

/**
 * The length of a point of a series, in microseconds: a second, doubled until the whole run has few enough.
 *
 * It follows from the plan alone, so that every shard has the same points and they can be added up.
 */
export function widthOf(duration: number): number {
  let width = SECOND;
  while (duration / width > POINTS) width *= 2;
  return width;
}
