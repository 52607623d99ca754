import type { Delivery, Timeline } from './timeline.ts';

/** Sorts by arrival; what arrives in the same millisecond keeps the order it was given in. */
export function inArrivalOrder(deliveries: readonly Delivery[]): Timeline {
  return deliveries.toSorted((a, b) => a.at - b.at);
}
