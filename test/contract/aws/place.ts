import type { Account } from './account.ts';
import type { Call } from './watch.ts';

/** Shows one promise in an account of its own. */
export type Keep = (aws: Account) => Promise<void>;

/** What AWS promises, by the sentence that says it. */
export type Promises = Readonly<Record<string, Keep>>;

/** How a place is known to break a promise. */
export interface Deviation {
  /** What it does instead, and why if that is known. */
  readonly how: string;
  /** What the broken promise says of it: a part of the error or of what was received. Any other failure is a new one. */
  readonly says: string;
}

/** An AWS, or what stands in for it, that is held to AWS's promises. */
export interface Place {
  /** Why it cannot be held to anything here and now. */
  readonly absent?: string | undefined;
  /** Services that are not there at all, and why. */
  readonly lacks: Readonly<Record<string, string>>;
  /** Promises that are known to be broken there, as `service: promise`. One that is kept again fails the suite. */
  readonly deviations: Readonly<Record<string, Deviation>>;
  readonly open: () => Promise<Account>;
}

/** A promise that was put to the test. */
export interface Kept {
  readonly promise: string;
  readonly keep: Keep;
  /** What its clients sent. */
  readonly calls: readonly Call[];
  /** In milliseconds. */
  readonly took: number;
}

/** The promises that were put to the test at a place. */
export interface Ledger {
  readonly kept: readonly Kept[];
  /** Whether all promises were, so that what is missing is missing everywhere. */
  isWhole(): boolean;
}
