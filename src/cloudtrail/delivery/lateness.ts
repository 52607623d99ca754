import type { Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';

const MINUTE: Milliseconds = 60_000;

/** The files of a Region are closed on every fifth minute, which is also what they are named after. */
const FILE_INTERVAL: Milliseconds = 5 * MINUTE;

const LEAST: Milliseconds = 0.1 * MINUTE;
const MOST: Milliseconds = 4.9 * MINUTE;
/** Most records are in hand within a minute or two, a few take as long as a file. */
const SKEW = 3;

/**
 * How long after an event its record is in CloudTrail's hands: from there it is in the event history and in log groups, and in the next
 * file that is closed.
 *
 * Real files are named 0.1 to 9.9 minutes after the events in them, 3.4 in the middle and 7.1 at the 95th hundredth
 * (55 files of invictus-ir/aws_dataset); a skewed draw and the wait for the next fifth minute come to the same.
 */
export function drawLateness(random: Random): Milliseconds {
  return Math.round(LEAST + (MOST - LEAST) * random() ** SKEW);
}

/** The name of the file that takes in what is in hand by `at`: the end of its five minutes. */
export function fileTimeOf(at: number): number {
  return Math.ceil(at / FILE_INTERVAL) * FILE_INTERVAL;
}
