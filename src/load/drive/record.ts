/** What a generator tells of one event when its end is known: so many numbers, one after another. */
export const RECORD = ['seq', 'phase', 'due', 'sent', 'ended', 'fate'] as const;

/** What became of an event. `unsent`: the run ended while it waited. `dropped`: too many waited already. */
export const FATES = ['accepted', 'refused', 'unknown', 'dropped', 'unsent'] as const;

/** One of them. */
export type Fate = (typeof FATES)[number];

/** How many numbers a record has. */
export const WIDTH = RECORD.length;

/** One event, as a generator tells of it. All times are microseconds since the start; `sent` is NaN where it never was. */
export interface EventRecord {
  readonly seq: number;
  readonly phase: number;
  readonly due: number;
  readonly sent: number;
  readonly ended: number;
  readonly fate: Fate;
}

/** Reads the records that a generator has sent. */
export function* recordsIn(numbers: Float64Array): Generator<EventRecord> {
  for (let at = 0; at + WIDTH <= numbers.length; at += WIDTH) {
    yield {
      seq: numbers[at]!,
      phase: numbers[at + 1]!,
      due: numbers[at + 2]!,
      sent: numbers[at + 3]!,
      ended: numbers[at + 4]!,
      fate: FATES[numbers[at + 5]!]!,
    };
  }
}
