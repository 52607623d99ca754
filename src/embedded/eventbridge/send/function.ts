import type { Sender } from './send-to.ts';

const EVENT = { type: 'Event' } as const;

/** Invokes a function asynchronously: what the function then does is Lambda's affair, its retries included. */
export const toFunction: Sender =
  ({ Arn }, { functions }) =>
  async ({ arrival, rule, sole, heard }, input) => {
    // An event that is nobody else's need not be read from its text again.
    const how = sole && input === arrival.text ? ({ type: 'Event', event: arrival.event } as const) : EVENT;
    const { requestId } = await functions.invoke(Arn, input, how);
    heard?.(requestId, { event: arrival.event, rule: rule.name });
  };
