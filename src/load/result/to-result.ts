import type { Wording } from '../event/wording.ts';
import type { Measures, MeasuresData } from '../measure/measures.ts';
import type { Sightings, SightingsData } from '../measure/sightings.ts';
import type { Plan } from '../plan/plan.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { planDigest, sayTarget } from './digest.ts';
import { factsOf } from './facts.ts';
import { judge } from './judge.ts';
import { lostByPhase } from './lost.ts';
import type { LoadResult, Shard, VoidReason } from './result.ts';

/** What a run has come to, before it is judged. */
export interface Outcome {
  readonly plan: Plan;
  readonly wording: Wording;
  readonly schedule: Schedule;
  readonly run: string;
  /** From 1. */
  readonly shard: Shard;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Microseconds. */
  readonly took: number;
  readonly observed: LoadResult['observed'];
  readonly measures: Pick<Measures, 'taken'>;
  readonly sightings: Pick<Sightings, 'taken' | 'isFull'>;
  readonly void: readonly VoidReason[];
  readonly stopped?: string;
  readonly tps?: number;
}

/**
 * Makes the result of a run: counts what is lost, and judges the thresholds. Those of a shard of several are judged when all are merged,
 * because it has only its part of a rate, and others may have seen what it misses.
 */
export function toResult(outcome: Outcome): LoadResult {
  const { plan, wording, schedule, run, shard, start, took, observed, stopped, tps } = outcome;
  const sightings = outcome.sightings.taken();
  const phases = schedule.phases.map(({ name, begins, ends, events }) => ({ name, begins, ends, wanted: events }));
  const measures = withLost(outcome.measures.taken(), { sightings, phases, observed });
  const full: readonly VoidReason[] = outcome.sightings.isFull()
    ? [{ code: 'too-many-missing', says: 'more is missing than can be kept apart, so that counts are bounds' }]
    : [];
  return {
    ecreplay: 'load',
    version: 1,
    plan: {
      name: plan.name,
      description: plan.description,
      digest: planDigest(plan, wording),
      seed: plan.seed,
      target: sayTarget(plan.target),
      thresholds: plan.thresholds.map(({ text }) => text),
    },
    run,
    start: new Date(start).toISOString(),
    duration: schedule.duration,
    took: Math.round(took),
    shards: [shard],
    phases,
    observed,
    measures,
    sightings,
    judgements: shard.of > 1 ? [] : judge(plan.thresholds, factsOf(measures, schedule.duration, observed)),
    void: [...outcome.void, ...full],
    ...(stopped !== undefined && { stopped }),
    ...(tps !== undefined && { tps }),
  };
}

/** What was accepted and never seen, counted; where nobody watches nothing is known of it. */
export function withLost(
  measures: MeasuresData,
  { sightings, phases, observed }: { readonly sightings: SightingsData } & Pick<LoadResult, 'phases' | 'observed'>,
): MeasuresData {
  const lost = observed.delivery ? lostByPhase(sightings, phases) : phases.map(() => 0);
  return {
    ...measures,
    phases: measures.phases.map((phase, index) => ({ ...phase, counts: { ...phase.counts, lost: lost[index]! } })),
  };
}
