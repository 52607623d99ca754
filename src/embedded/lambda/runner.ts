import type { Milliseconds } from '../../clock.ts';

/** How a function's code came to its end. */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | {
      readonly kind: 'threw';
      readonly error: {
        readonly name: string;
        readonly message: string;
        readonly stack?: string;
        /** Of an endpoint: that it is called again. */
        readonly retriable?: boolean;
      };
    }
  | { readonly kind: 'timed-out'; readonly after: Milliseconds };

/** Runs a function's code once. Never rejects for what the code does. */
export type Runner = (
  event: unknown,
  context: {
    readonly requestId: string;
    readonly functionArn: string;
    /** Who has invoked it, in a few words, where that cannot be seen by the event. */
    readonly by?: string | undefined;
  },
) => Promise<Ran>;

/** How it came out; alone, or as what keeps the record of it says: to take it out is one more promise for each of tens of thousands a second. */
export type Ran = Outcome | { readonly outcome: Outcome };

/** How a run came out. */
export function outcomeOf(ran: Ran): Outcome {
  return 'outcome' in ran ? ran.outcome : ran;
}
