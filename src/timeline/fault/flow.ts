import type { Random } from '../../random.ts';
import type { FaultInput } from '../../scenario/fault.ts';
import { inArrivalOrder } from '../order.ts';
import type { Timeline } from '../timeline.ts';
import { toFaults } from './faults.ts';
import type { Fault } from './fault.ts';

/** Whether a fault looks at one delivery at a time, so that it can happen to more of them than can be held at once. */
export function isOfEach(input: FaultInput): boolean {
  const [body] = Object.values(input) as readonly { readonly nth?: number }[];
  return !('overlap' in input) && body?.nth === undefined;
}

/** Faults that happen to deliveries as they go by. */
export interface Flow {
  /** What of this and of earlier parts goes on now: nothing that is still to come arrives before it. */
  readonly next: (part: Timeline) => Timeline;
  /** What was held back until now. */
  readonly end: () => Timeline;
}

/**
 * Lets faults of each delivery happen to deliveries in the order they arrive, the same as `disturb` lets them happen to all of them at
 * once. Only what a fault makes late is held.
 */
export function faultFlow(inputs: readonly FaultInput[], random: Random): Flow {
  const stages = toFaults(inputs).map((fault, index) => stage(fault, random.fork(`fault/${index}`)));
  return {
    next: (part) => stages.reduce((before, { next }) => next(before), part),
    end: () => stages.reduce<Timeline>((before, { next, end }) => [...next(before), ...end()], []),
  };
}

function stage(fault: Fault, random: Random): Flow {
  let held: Timeline = [];
  return {
    next: (part) => {
      const bound = part.at(-1)?.at;
      if (bound === undefined) return [];
      // What was held stood before this part, and stays before what arrives in the same moment.
      const all = inArrivalOrder([...held, ...fault(part, random)]);
      const end = all.findIndex(({ at }) => at > bound);
      held = end < 0 ? [] : all.slice(end);
      return end < 0 ? all : all.slice(0, end);
    },
    end: () => {
      const rest = held;
      held = [];
      return rest;
    },
  };
}
