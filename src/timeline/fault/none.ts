import type { Fault } from './fault.ts';

/** Delivers everything once, in order and on time: the fault to copy when writing another. */
export function none(): Fault {
  return (timeline) => timeline;
}
