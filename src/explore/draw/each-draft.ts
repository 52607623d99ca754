import fc from 'fast-check';
import { seeded } from '../../random.ts';
import { type Draft, drafts, type Measure } from './draft.ts';

/** What is drawn. */
export interface Draws {
  readonly seed: number | string;
  readonly runs: number;
  readonly measure: Measure;
}

/** How many are drawn at a time; fast-check begins with small ones each time, which find most. */
const BATCH = 100;
/** What is drawn before anything larger: most mistakes show in one step, and what is found there has least to shrink. */
const FIRST: Measure = { steps: 1, faults: 1 };

/**
 * Draws one draft after another for as long as they are sound, `goesOn` asked now and then. The first that is not is shrunk: then
 * smaller ones are asked about, until none of them is unsound. The same seed draws the same.
 */
export async function eachDraft(
  { seed, runs, measure }: Draws,
  isSound: (draft: Draft) => Promise<boolean>,
  goesOn: () => boolean,
): Promise<void> {
  const chance = seeded(seed).fork('explore');
  for (let drawn = 0; drawn < runs && goesOn(); drawn += BATCH) {
    const { steps, faults } = drawn === 0 ? FIRST : measure;
    const within = { steps: Math.min(steps, measure.steps), faults: Math.min(faults, measure.faults) };
    await fc.check(fc.asyncProperty(drafts(within), isSound), {
      seed: chance.uint32() | 0,
      numRuns: Math.min(BATCH, runs - drawn),
      verbose: 0,
    });
  }
}
