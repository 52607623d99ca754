import type { Scenario } from '../scenario/scenario.ts';
import { composer, DEFAULT_MEASURE, type Range } from './compose.ts';
import { eachDraft } from './draw/each-draft.ts';
import type { Player } from './player.ts';
import type { Reach } from './search.ts';

/** The scenario that a search tries as its nth, without trying it. */
export async function scenarioAt(
  player: Player,
  range: Range,
  { seed = 1 }: Pick<Reach, 'seed'>,
  nth: number,
): Promise<Scenario | undefined> {
  const { first = [] } = range;
  if (nth <= first.length) return first[nth - 1];
  const compose = composer(player, range);
  let drawn = 0;
  let found: Scenario | undefined;
  await eachDraft(
    { seed, runs: nth - first.length, measure: { ...DEFAULT_MEASURE, ...range.measure } },
    (draft) => {
      drawn += 1;
      if (drawn === nth - first.length) {
        const { rehearsed, faults } = compose(draft);
        const { scenario } = rehearsed;
        found = { ...scenario, delivery: { ...scenario.delivery, faults } };
      }
      return Promise.resolve(true);
    },
    () => found === undefined,
  );
  return found;
}
