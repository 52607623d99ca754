import type { Instant } from '../../clock.ts';

/** One line of a story: when, and what. */
export interface Moment {
  readonly at: Instant;
  readonly what:
    | 'step'
    | 'call'
    | 'said'
    | 'arrival'
    /** A rule that lets an event through, and one that does not. */
    | 'rule'
    | 'stopped'
    | 'aws-call'
    | 'request'
    | 'refusal'
    | 'outcome';
  readonly text: string;
  /** Of what an invocation does. */
  readonly requestId?: string;
  /** Of an AWS call: `service:Operation`. */
  readonly name?: string;
}
