/** Where an event and a pattern part. Plain data. */
export interface Explanation {
  readonly matches: boolean;
  /** Empty when the event matches. Of several ways through `$or`, the one that fails at the fewest paths. */
  readonly mismatches: readonly Mismatch[];
}

/** One path at which the event is not what the pattern wants. */
export interface Mismatch {
  /** The path, dotted. */
  readonly path: string;
  /** The alternatives that the pattern has at that path, as its JSON. */
  readonly wanted: readonly unknown[];
  /** What the event has there; not a member when it has nothing. */
  readonly found?: unknown;
  /** How the two differ, in a sentence. */
  readonly reason: string;
  /** The nearest fix, where one is known. */
  readonly advice?: string;
}
