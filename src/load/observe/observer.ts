/** Where observers tell what they see. Times are microseconds since the start of the run. */
export interface Seen {
  /** Which event of this run a text tells of. */
  seqIn(text: string): number | undefined;
  /**
   * The consumer was given it. `maybeAgain`: what it came in says that it was fetched before, and perhaps not taken away, so that a second
   * time is no duplicate.
   */
  delivered(seq: number, at: number, how?: { readonly maybeAgain?: boolean }): void;
  /** The consumer was done with it. */
  processed(seq: number, at: number): void;
  /** The consumer failed with it, once. */
  failed(seq: number, at: number): void;
  deadLettered(seq: number, at: number): void;
}

/** Somebody who watches the consumer's side of a run. */
export interface Observer extends AsyncDisposable {
  /** Begins to tell. `now` reads the clock of the run, and `wall` its start in milliseconds since the epoch. */
  watch(seen: Seen, now: () => number, wall: number): void;
  /** Which legs it sees. */
  readonly legs: readonly ('delivery' | 'completion')[];
  /** Why it sees nothing any more, in words. */
  failure(): string | undefined;
}
