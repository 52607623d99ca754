import { seeded } from '../random.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { disturb, toFaults as toTimelineFaults } from '../timeline/fault/faults.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Draft, Measure } from './draw/draft.ts';
import { type DrawnFault, faultUrn, toFaults } from './draw/faults.ts';
import type { KindName } from './draw/steps.ts';
import { toScenario, urnFor } from './draw/to-scenario.ts';
import type { Player, Rehearsed } from './player.ts';

/** Among which scenarios is searched. */
export interface Range {
  /** Those that are tried before any is drawn: where what is looked for shows most likely. */
  readonly first?: readonly Scenario[];
  /** Kinds of steps to draw; those of which the rules can see something unless told. */
  readonly steps?: readonly KindName[];
  /** Faults to draw; all of them unless told. */
  readonly faults?: readonly DrawnFault[];
  /** At most how many steps and faults. */
  readonly measure?: Partial<Measure>;
}

/** A scenario that was drawn, rehearsed, with what happens on its way and what comes of that. */
export interface Composed {
  readonly rehearsed: Rehearsed;
  readonly faults: readonly FaultInput[];
  readonly timeline?: Timeline;
}

/** How much is drawn unless told. */
export const DEFAULT_MEASURE: Measure = { steps: 4, faults: 2 };

/** Reads drafts as scenarios for a player; faults are told exactly, each against what arrives after those before it. */
export function composer(player: Player, range: Range): (draft: Draft) => Composed {
  const urn = urnFor(player.sees, range.steps);
  const kinds = faultUrn(range.faults);
  let last: { readonly steps: Draft['steps']; readonly rehearsed: Rehearsed } | undefined;
  return (draft) => {
    // The same steps are delivered in several ways.
    if (last?.steps !== draft.steps) last = { steps: draft.steps, rehearsed: player.rehearse(toScenario(draft, urn)) };
    const { rehearsed } = last;
    const faults: FaultInput[] = [];
    let timeline = rehearsed.undisturbed;
    for (const lot of draft.faults) {
      const told = toFaults(lot, kinds, player.heard(timeline));
      // What is told exactly draws nothing.
      timeline = disturb(timeline, toTimelineFaults(told), seeded(0));
      faults.push(...told);
    }
    return { rehearsed, faults, timeline };
  };
}
