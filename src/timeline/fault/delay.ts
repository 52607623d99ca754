import { toMilliseconds } from '../../scenario/duration.ts';
import { inArrivalOrder } from '../order.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** An event arrives later than usual, and so behind others. */
export function delay({ by, chance, ...which }: FaultBody<'delay'>): Fault {
  const later = toMilliseconds(by);
  return (timeline, random) => {
    const touched = touches(which);
    return inArrivalOrder(
      timeline.map((delivery) =>
        touched(delivery) && random() < chance
          ? { ...delivery, at: delivery.at + later, faults: [...delivery.faults, 'delay'] }
          : delivery,
      ),
    );
  };
}
