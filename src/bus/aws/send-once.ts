import { backOff } from '../remote/back-off.ts';
import { fateOf, remoteProblem } from '../remote/failure.ts';
import type { AwsStage } from './stage.ts';

/** How often what AWS refuses for now is tried, and what never gets there. */
const TRIES = { throttled: 8, unreached: 4 };

/**
 * Makes a call that must not be made twice: again only if it certainly was not carried out. Throws the `Problem` of one that cannot be
 * made, or of which nobody knows whether it was.
 */
export async function sendOnce<Answer>(
  attempt: string,
  call: () => Promise<Answer>,
  { clock, random, spec }: Pick<AwsStage, 'clock' | 'random' | 'spec'>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const fate = fateOf(error);
      const again = (fate === 'throttled' || fate === 'unreached') && tries < TRIES[fate];
      if (!again) throw remoteProblem(attempt, error, spec.endpoint);
      await clock.sleep(backOff(tries - 1, random));
    }
  }
}
