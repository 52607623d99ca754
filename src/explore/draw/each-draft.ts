import fc from 'fast-check';
import { seeded } from '../../random.ts';
import { type Draft, type Drafts, drafts, type Measure } from './draft.ts';

/** What is drawn. */
export interface Draws {
  readonly seed: number | string;
  readonly runs: number;
  readonly measure: Measure;
}

/** How many are drawn at a time; fast-check begins with small ones each time, which find most. */
const BATCH = 100;
/**
 * What is drawn before anything larger: most mistakes show in one step of which nothing happens on the way, and what is found there has
 * least to shrink.
 */
const FIRST: readonly Measure[] = [
  { steps: 1, faults: 0 },
  { steps: 1, faults: 1 },
];

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
  const count = { left: runs, isFound: false };
  /** What asking about one has thrown: fast-check would take it for the draft's own fault, and draw on. */
  const thrown: unknown[] = [];

  async function areSound({ seed: own, steps, ways }: Drafts): Promise<boolean> {
    for (const faults of [[], ...ways]) {
      if (!count.isFound && count.left === 0) return true;
      count.left -= 1;
      try {
        if (thrown.length > 0 || (await isSound({ seed: own, steps, faults }))) continue;
      } catch (error) {
        thrown.push(error);
        continue;
      }
      count.isFound = true;
      return false;
    }
    return true;
  }

  for (let batch = 0; count.left > 0 && goesOn(); batch += 1) {
    const { steps, faults } = FIRST[batch] ?? measure;
    const within = { steps: Math.min(steps, measure.steps), faults: Math.min(faults, measure.faults) };
    await fc.check(fc.asyncProperty(drafts(within), areSound), {
      seed: chance.uint32() | 0,
      numRuns: BATCH,
      verbose: 0,
    });
    if (thrown.length > 0) throw thrown[0];
  }
}
