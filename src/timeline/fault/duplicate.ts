import { toMilliseconds } from '../../scenario/duration.ts';
import { inArrivalOrder } from '../order.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** EventBridge promises at-least-once delivery; this is the "more than once". Both arrivals carry the same event id. */
export function duplicate({ chance, after, only }: FaultBody<'duplicate'>): Fault {
  const touched = touches(only);
  const later = toMilliseconds(after);
  return (timeline, random) =>
    inArrivalOrder(
      timeline.flatMap((delivery) =>
        touched(delivery) && random() < chance
          ? [delivery, { ...delivery, at: delivery.at + later, faults: [...delivery.faults, 'duplicate'] }]
          : [delivery],
      ),
    );
}
