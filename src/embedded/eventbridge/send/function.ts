import type { BusTarget } from '../event-bus.ts';
import type { Neighbours } from '../neighbours.ts';
import type { TargetDefinition } from '../target-definition.ts';
import type { Sender } from './send-to.ts';

const EVENT = { type: 'Event' } as const;

/** Invokes a function asynchronously: what the function then does is Lambda's affair, its retries included. */
export const toFunction: Sender =
  ({ Arn }, { functions }) =>
  async ({ arrival, rule, heard }, input) => {
    const { requestId } = await functions.invoke(Arn, input, EVENT);
    heard?.(requestId, { event: arrival.event, rule: rule.name });
  };

/** Does the same with an event that is nobody else's: it need not be read from its text again. */
export function handToFunction({ Arn }: TargetDefinition, { functions }: Neighbours): BusTarget['send'] | undefined {
  if (functions.take === undefined) return undefined;
  return ({ arrival, rule, heard }) => {
    const requestId = functions.take?.(Arn, arrival) ?? '';
    heard?.(requestId, { event: arrival.event, rule: rule.name });
  };
}
