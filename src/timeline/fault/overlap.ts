import { inArrivalOrder } from '../order.ts';
import type { Delivery } from '../timeline.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/**
 * Lambda runs as many environments of a function as there are events, so two deliveries are handled at once as soon as the second
 * comes before the first is done: the usual case of a duplicate.
 */
export function overlap({ many, turns, only, nth = 1 }: FaultBody<'overlap'>): Fault {
  return (timeline) => {
    const isOne = touches({ only });
    const group = timeline.filter((delivery) => isOne(delivery)).slice(nth - 1, nth - 1 + many);
    if (group.length < 2) return timeline;
    const at = group.at(-1)!.at;
    // Apart from other overlaps of the same moment.
    const together = { group: `${at}/${nth}/${timeline.indexOf(group[0]!)}`, turns };
    const joined = new Map<Delivery, Delivery>(
      group.map((delivery, index) => [
        delivery,
        { ...delivery, at, together: { ...together, position: index + 1 }, faults: [...delivery.faults, 'overlap'] },
      ]),
    );
    const others = timeline.filter((delivery) => !joined.has(delivery));
    const before = others.filter((delivery) => delivery.at <= at);
    return inArrivalOrder([...before, ...joined.values(), ...others.slice(before.length)]);
  };
}
