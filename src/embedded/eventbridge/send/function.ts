import type { Sender } from './send-to.ts';

/** Invokes a function asynchronously: what the function then does is Lambda's affair, its retries included. */
export const toFunction: Sender =
  ({ Arn }, { functions }) =>
  async ({ arrival, rule, heard }, input) => {
    const { requestId } = await functions.invoke(Arn, input, { type: 'Event' });
    heard?.(requestId, { event: arrival.event, rule: rule.name });
  };
