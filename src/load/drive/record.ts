/**
 * What a generator tells of events: so many numbers, one after another. An event that is sent has two records, one as it is handed to
 * the wire and one for what became of it; the others have one.
 */
const WIDTH = 5;

/**
 * What a record says.
 *
 * - `sent`: it was handed to the wire;
 * - `accepted`, `refused`: what came of it; `unknown`: it was sent, and no answer tells;
 * - `dropped`: it was not taken, because too many waited; `unsent`: the run ended while it waited.
 */
export const SAYS = ['sent', 'accepted', 'refused', 'unknown', 'dropped', 'unsent'] as const;

/** One of them. */
export type Says = (typeof SAYS)[number];

/** One record. Times are microseconds since the start; `at` is when it came about. */
export interface EventRecord {
  readonly says: Says;
  readonly seq: number;
  readonly phase: number;
  readonly due: number;
  readonly at: number;
}

const CODES = Object.fromEntries(SAYS.map((says, index) => [says, index])) as Record<Says, number>;

/** Records as a generator gathers them, before they cross to another thread. */
export function openRecords(): {
  add(says: Says, seq: number, phase: number, due: number, at: number): void;
  /** All since the last time. */
  take(): Float64Array;
} {
  let numbers: number[] = [];
  return {
    add: (says, seq, phase, due, at) => void numbers.push(CODES[says], seq, phase, due, at),
    take: () => {
      const taken = new Float64Array(numbers);
      numbers = [];
      return taken;
    },
  };
}

/** Reads them again. */
export function* recordsIn(numbers: Float64Array): Generator<EventRecord> {
  for (let at = 0; at + WIDTH <= numbers.length; at += WIDTH) {
    yield {
      says: SAYS[numbers[at]!]!,
      seq: numbers[at + 1]!,
      phase: numbers[at + 2]!,
      due: numbers[at + 3]!,
      at: numbers[at + 4]!,
    };
  }
}
