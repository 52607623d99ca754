import type { Random } from '../../random.ts';
import type { Timeline } from '../timeline.ts';

/** Something real delivery does to a timeline. Never mutates its argument and never invents an event. */
export type Fault = (timeline: Timeline, random: Random) => Timeline;
