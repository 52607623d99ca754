import type { Emission } from '../eventbridge/emission.ts';

/** A call of ECR that a consumer has made in the course of a rehearsal. */
export interface Cause {
  readonly consumer: string;
  /** Lambda's id of the invocation that made it. */
  readonly requestId: string;
  /** The event that it was invoked with; empty where that came in an envelope. */
  readonly eventId: string;
  readonly operation: string;
  /** How many calls of consumers have led to each other, this one included: 1 where the scenario has set the consumer off. */
  readonly generation: number;
}

/** What AWS says of a consumer's own call. */
export type Caused = Emission & { readonly causedBy: Cause };

/** That consumers set each other off for ever: what their calls said was delivered so often, and not any more. */
export type Endless = Pick<Cause, 'consumer' | 'operation' | 'generation'>;
