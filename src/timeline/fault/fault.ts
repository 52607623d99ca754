import type { Random } from '../../random.ts';
import type { FaultInput, FaultName } from '../../scenario/fault.ts';
import type { Timeline } from '../timeline.ts';

/** Something real delivery does to a timeline. Never mutates its argument and never invents an event. */
export type Fault = (timeline: Timeline, random: Random) => Timeline;

/** What a scenario says of one fault, by its name. */
export type FaultBody<Name extends FaultName> = FaultInput extends infer Input
  ? Input extends Readonly<Record<Name, infer Body>>
    ? Body
    : never
  : never;
