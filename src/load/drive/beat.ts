/** How a generator stands, told ten times a second. Counts are since the start. */
export interface Beat {
  /** Events whose end has become known since the beat before, as `record.ts` has them. */
  readonly records: Float64Array;
  /** How many were due, and how many of those were handed to the wire. */
  readonly due: number;
  readonly sent: number;
  /** How many the generator itself came too late to: it was busy, and nothing else was in its way. */
  readonly overslept: number;
  /** How many entries were sent more than once. */
  readonly retried: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** What events were not accepted for, and how many since the beat before. */
  readonly codes: Readonly<Record<string, number>>;
  /** Whether the target has answered anything since the beat before, whatever it said. */
  readonly answered: boolean;
  /** That nothing will follow. */
  readonly last: boolean;
}
