import type { Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';

const FIRST: Milliseconds = 100;
const LAST: Milliseconds = 10_000;

/** How long to wait before the next try: twice as long each time, and any part of that, so that many who wait part ways. */
export function backOff(tries: number, random: Random): Milliseconds {
  return Math.ceil(random() * Math.min(LAST, FIRST * 2 ** tries));
}
