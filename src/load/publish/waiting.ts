import { MOST_BYTES, MOST_ENTRIES } from '../../bus/remote/put-events.ts';

/** Entries that wait to be sent, by their numbers, in the order they came. */
export interface Waiting {
  length(): number;
  push(number: number): void;
  /** Takes out the first of them, as many as one request takes. */
  batch(): readonly number[];
  /** Takes out all. */
  clear(): readonly number[];
}

/** How many that were taken are kept, so that letting go of them costs the same however many wait. */
const KEPT = 4_096;

/** Opens a queue of entries that are so large by AWS's formula. */
export function openWaiting(sizeOf: (number: number) => number): Waiting {
  let numbers: number[] = [];
  let first = 0;

  function take(last: number): readonly number[] {
    const taken = numbers.slice(first, last);
    first = last;
    if (first === numbers.length) [numbers, first] = [[], 0];
    else if (first >= KEPT && first * 2 > numbers.length) [numbers, first] = [numbers.slice(first), 0];
    return taken;
  }

  return {
    length: () => numbers.length - first,
    push: (number) => void numbers.push(number),
    batch: () => {
      const most = Math.min(numbers.length, first + MOST_ENTRIES);
      let room = MOST_BYTES;
      let last = first;
      while (last < most && (room -= sizeOf(numbers[last]!)) >= 0) last += 1;
      // One that is too large by itself goes alone: it is for AWS to refuse.
      return take(Math.max(last, first + 1));
    },
    clear: () => take(numbers.length),
  };
}
