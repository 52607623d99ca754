import type { Receipt } from '../bus/bus.ts';
import type { AwsCall, Invocation } from '../consumer/consumer.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** One thing that can be waited for: an arrival, an invocation's end, or a call that it made. */
export type Sight =
  | { readonly kind: 'delivered'; readonly at: number; readonly delivery: Delivery }
  | { readonly kind: 'invoked'; readonly at: number; readonly invocation: Invocation }
  | { readonly kind: 'called'; readonly at: number; readonly invocation: Invocation; readonly call: AwsCall };

/** Everything that has happened so far, in the order of the scenario's time. Receipts grow while consumers are tried again. */
export function sightsOf(
  arrivals: readonly { readonly delivery: Delivery; readonly receipt: Receipt }[],
): readonly Sight[] {
  return arrivals
    .flatMap(({ delivery, receipt }): readonly Sight[] => [
      { kind: 'delivered', at: delivery.at, delivery },
      ...receipt.invocations.flatMap(seen),
    ])
    .toSorted((a, b) => a.at - b.at);
}

function seen(invocation: Invocation): readonly Sight[] {
  const { at, calls } = invocation;
  return [
    { kind: 'invoked', at, invocation },
    ...calls.map((call): Sight => ({ kind: 'called', at, invocation, call })),
  ];
}

/** Whether two sights are of the same thing: they are worked out anew each time. */
export function isSameSight(a: Sight, b: Sight): boolean {
  if (a.kind === 'delivered' || b.kind === 'delivered') {
    return a.kind === 'delivered' && b.kind === 'delivered' && a.delivery === b.delivery;
  }
  if (a.invocation !== b.invocation) return false;
  return a.kind === 'called' && b.kind === 'called' ? a.call === b.call : a.kind === b.kind;
}
