import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** ECR emits on a best effort basis: an event may never come. */
export function drop({ chance, only }: FaultBody<'drop'>): Fault {
  const touched = touches(only);
  return (timeline, random) => timeline.filter((delivery) => !(touched(delivery) && random() < chance));
}
