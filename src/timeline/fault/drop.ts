import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** ECR emits on a best effort basis: an event may never come. */
export function drop({ chance, ...which }: FaultBody<'drop'>): Fault {
  return (timeline, random) => {
    const touched = touches(which);
    return timeline.filter((delivery) => !(touched(delivery) && random() < chance));
  };
}
