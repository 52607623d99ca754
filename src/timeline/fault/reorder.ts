import { toMilliseconds } from '../../scenario/duration.ts';
import { inArrivalOrder } from '../order.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** EventBridge promises no order. Arrivals move only later, because nothing arrives before it was emitted. */
export function reorder({ within, ...which }: FaultBody<'reorder'>): Fault {
  const most = Math.floor(toMilliseconds(within));
  return (timeline, random) => {
    const touched = touches(which);
    return inArrivalOrder(
      timeline.map((delivery) => {
        if (!touched(delivery)) return delivery;
        const later = random.integer(0, most);
        return later === 0
          ? delivery
          : { ...delivery, at: delivery.at + later, faults: [...delivery.faults, 'reorder'] };
      }),
    );
  };
}
