import type { Account } from './account.ts';

/** What AWS promises, by the sentence that says it; each is shown in an account of its own. */
export type Promises = Readonly<Record<string, (aws: Account) => Promise<void>>>;

/** An AWS, or what stands in for it, that is held to AWS's promises. */
export interface Place {
  /** Why it cannot be held to anything here and now. */
  readonly absent?: string | undefined;
  /** Services that are not there at all, and why. */
  readonly lacks: Readonly<Record<string, string>>;
  /** Promises that are known to be broken there, as `service: promise`, and how. One that is kept again fails the suite. */
  readonly deviations: Readonly<Record<string, string>>;
  readonly open: () => Promise<Account>;
}
