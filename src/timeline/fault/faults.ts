import type { Random } from '../../random.ts';
import type { FaultInput } from '../../scenario/fault.ts';
import type { Timeline } from '../timeline.ts';
import { delay } from './delay.ts';
import { drop } from './drop.ts';
import { duplicate } from './duplicate.ts';
import type { Fault } from './fault.ts';
import { reorder } from './reorder.ts';

/** The faults a scenario lists, in its order. */
export function toFaults(inputs: readonly FaultInput[]): readonly Fault[] {
  return inputs.map(toFault);
}

function toFault(input: FaultInput): Fault {
  if ('duplicate' in input) return duplicate(input.duplicate);
  if ('reorder' in input) return reorder(input.reorder);
  if ('delay' in input) return delay(input.delay);
  return drop(input.drop);
}

/** Lets faults happen to a timeline one after another. Each draws from a source of its own, so changing one leaves the others as they were. */
export function disturb(timeline: Timeline, faults: readonly Fault[], random: Random): Timeline {
  return faults.reduce((disturbed, fault, index) => fault(disturbed, random.fork(`fault/${index}`)), timeline);
}
