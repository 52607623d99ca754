import { randomUUID } from 'node:crypto';
import type { Milliseconds } from '../clock.ts';
import { atRate, findLimit, sayLimit, type Trial } from '../load/limit/find-limit.ts';
import { MOST_RATE } from '../load/plan/rate.ts';
import type { Plan } from '../load/plan/plan.ts';
import { type LoadWish, runLoad } from '../load/run-load.ts';
import type { LoadResult } from '../load/result/result.ts';
import { verdictOf } from '../load/result/verdict.ts';
import { peakOf } from '../load/schedule/peak.ts';
import { Problem } from '../problem.ts';
import { exitAtLeast } from './exit.ts';

/** How a limit is searched for, beyond what a run is told. */
export interface LimitWish {
  /** How long each rate is held. */
  readonly length: Milliseconds;
  readonly json: boolean;
}

/** The search ends with rates that are a twentieth apart: runs so short differ by as much. */
const WITHIN = 0.05;

/** Searches for the highest rate that keeps the thresholds of a plan, and says between which rates it lies. */
export async function loadLimit(plan: Plan, wish: Omit<LoadWish, 'run'>, { length, json }: LimitWish): Promise<void> {
  if (plan.thresholds.length === 0)
    throw new Problem(
      'USAGE',
      "Cannot search for a limit: there is no threshold that a rate could break, wanted one such as --threshold 'p99 < 250ms'",
    );
  if (wish.shard.of > 1)
    throw new Problem('USAGE', 'Cannot search for a limit with a shard: none of them knows what the others measure');
  const from = Math.max(1, Math.round(peakOf(plan.phases)));
  const limit = await findLimit({
    from,
    most: MOST_RATE,
    within: WITHIN,
    signal: wish.signal,
    // Each run has a name of its own, so that what is left over of one is nothing to the next.
    attempt: async (rate) =>
      trialOf(rate, await runLoad(atRate(plan, rate, length), { ...wish, run: randomUUID(), start: undefined })),
    told: (trial) => {
      if (json) process.stdout.write(`${JSON.stringify({ trial })}\n`);
      else process.stderr.write(`${trial.rate}/s: ${trial.kind}${trial.says === '' ? '' : `, ${trial.says}`}\n`);
    },
  });
  process.stdout.write(`${json ? JSON.stringify({ limit }) : sayLimit(limit)}\n`);
  if (wish.signal?.aborted === true) exitAtLeast(130);
  else if (limit.kept === undefined) exitAtLeast(limit.broken?.kind === 'void' ? 3 : 4);
}

/** What a run says of its rate. */
function trialOf(rate: number, result: LoadResult): Trial {
  const verdict = verdictOf(result);
  if (verdict === 'kept') return { rate, kind: 'kept', says: '' };
  if (verdict === 'broken') {
    const broken = result.judgements.filter(({ kind }) => kind === 'broken');
    return { rate, kind: 'broken', says: broken.map(({ threshold, says }) => `${threshold}: ${says}`).join('; ') };
  }
  const unseen = result.judgements.filter(({ kind }) => kind === 'unknown');
  const reasons = [...result.void, ...unseen.map(({ threshold, says }) => ({ says: `${threshold}: ${says}` }))];
  return { rate, kind: 'void', says: reasons.map(({ says }) => says).join('; ') };
}
