import { toMilliseconds } from '../../scenario/duration.ts';
import { inArrivalOrder } from '../order.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** EventBridge promises at-least-once delivery; this is the "more than once". Both arrivals carry the same event id. */
export function duplicate({ chance, after, ...which }: FaultBody<'duplicate'>): Fault {
  const later = toMilliseconds(after);
  return (timeline, random) => {
    const touched = touches(which);
    return inArrivalOrder(
      timeline.flatMap((delivery) =>
        touched(delivery) && random() < chance
          ? [delivery, { ...delivery, at: delivery.at + later, faults: [...delivery.faults, 'duplicate'] }]
          : [delivery],
      ),
    );
  };
}
