import type { Instant } from '../../clock.ts';
import type { Trail } from '../../cloudtrail/delivery/trail.ts';

/** How one of a trail's ways out went last. */
export interface Outcome {
  /** When something went through last. */
  succeeded?: Instant;
  attempted?: Instant;
  /** What the last attempt failed with. */
  error?: string;
}

/** A trail, and how it fares. */
export interface TrailState {
  trail: Trail;
  readonly created: Instant;
  readonly tags: Map<string, string>;
  /** Whether it logs. A trail that has just been made does not. */
  isLogging: boolean;
  started?: Instant;
  stopped?: Instant;
  readonly files: Outcome;
  readonly digests: Outcome;
  readonly notices: Outcome;
  readonly logEvents: Outcome;
}

/** Notes that something went through. */
export function succeed(outcome: Outcome, now: Instant): void {
  outcome.succeeded = now;
  outcome.attempted = now;
  delete outcome.error;
}

/** Notes that something did not go through; what went through before it stays. */
export function fail(outcome: Outcome, now: Instant, error: string): void {
  outcome.attempted = now;
  outcome.error = error;
}
