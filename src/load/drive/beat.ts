/** How a generator stands, told ten times a second. */
export interface Beat {
  /** What has come about since the beat before, as `record.ts` has it. */
  readonly records: Float64Array;
  /** Since the start: how many events fell due, and how many of those the generator itself came to too late. */
  readonly due: number;
  readonly overslept: number;
  /** Since the start: how many events were sent more than once. */
  readonly retried: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** What events were not accepted for, and how many, since the beat before. */
  readonly codes: Readonly<Record<string, number>>;
  /** Whether the target has answered anything since the beat before, whatever it said. */
  readonly answered: boolean;
  /** That nothing will follow. */
  readonly last: boolean;
}
