import { type Place, Problem } from '../../problem.ts';
import type { Random } from '../../random.ts';
import type { FaultInput } from '../../scenario/fault.ts';
import type { Timeline } from '../timeline.ts';
import { change } from './change.ts';
import { delay } from './delay.ts';
import { drop } from './drop.ts';
import { duplicate } from './duplicate.ts';
import type { Fault } from './fault.ts';
import { crash, fail } from './mishap.ts';
import { overlap } from './overlap.ts';
import { reorder } from './reorder.ts';

/** The faults a scenario lists, in its order. */
export function toFaults(inputs: readonly FaultInput[]): readonly Fault[] {
  return inputs.map(toFault);
}

function toFault(input: FaultInput): Fault {
  if ('duplicate' in input) return duplicate(input.duplicate);
  if ('reorder' in input) return reorder(input.reorder);
  if ('delay' in input) return delay(input.delay);
  if ('change' in input) return change(input.change);
  if ('overlap' in input) return overlap(input.overlap);
  if ('fail' in input) return fail(input.fail);
  if ('crash' in input) return crash(input.crash);
  return drop(input.drop);
}

/** More arrivals than this are a slip of the scenario (each `duplicate` can double them), and would end in a heap that is full. */
const MOST_ARRIVALS = 1_000_000;

/** Lets faults happen to a timeline one after another. Each draws from a source of its own, so changing one leaves the others as they were. */
export function disturb(timeline: Timeline, faults: readonly Fault[], random: Random, place?: Place): Timeline {
  return faults.reduce((before, fault, index) => {
    const after = fault(before, random.fork(`fault/${index}`));
    if (after.length > MOST_ARRIVALS && after.length > timeline.length) {
      throw new Problem(
        'SCENARIO_WRONG_VALUE',
        `Cannot deliver what the faults make of ${timeline.length} events: after fault ${index + 1} there are ${after.length} arrivals, and ${MOST_ARRIVALS} are the most`,
        { place },
      );
    }
    return after;
  }, timeline);
}
