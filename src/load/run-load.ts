import { availableParallelism } from 'node:os';
import type { Instant } from '../clock.ts';
import type { Setup } from '../rehearse/setup.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import { expectedBy } from './expected.ts';
import { drive } from './drive/drive.ts';
import { wordFlows } from './event/word-flows.ts';
import type { Measures } from './measure/measures.ts';
import type { Plan } from './plan/plan.ts';
import type { LoadResult, Shard } from './result/result.ts';
import { toResult } from './result/to-result.ts';
import { peakOf } from './schedule/peak.ts';
import { toSchedule } from './schedule/to-schedule.ts';
import { openTarget } from './target/open-target.ts';
import { snapshots } from './telemetry/snapshots.ts';
import type { View } from './telemetry/snapshot.ts';

/** How a plan is run, beyond what it says itself. */
export interface LoadWish {
  readonly setup: Setup;
  /** From 1. */
  readonly shard: Shard;
  /** What tells this run's events from those of others; the shards of one run have to have the same. */
  readonly run: string;
  /** The common start; as soon as everything is ready unless told. */
  readonly start?: Instant | undefined;
  /** Threads that send; as many as the rate needs unless told. */
  readonly workers?: number | undefined;
  /** Requests a second that may be sent at most. */
  readonly tps?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Shown how the run stands once a second. */
  readonly view?: Pick<View, 'show'> | undefined;
  /** Puts itself before what measures, to hear of each thing as it is measured. */
  readonly overhear?: ((measures: Measures) => Measures) | undefined;
  /** Told what a person should know before it begins: where a probe listens. */
  readonly tell: (line: string) => void;
}

/** What one worker sends in a second with some of its core to spare. */
const PER_WORKER = 10_000;

/**
 * Runs a plan, or a shard of it, and says what it came to: words its events, opens its target, drives, judges.
 *
 * Throws the `Problem` of what keeps it from beginning; whatever happens after that is in the result.
 */
export async function runLoad(plan: Plan, wish: LoadWish): Promise<LoadResult> {
  const { setup, shard, run, start, tps, signal, view, overhear, tell } = wish;
  const wording = await wordFlows(plan, readScenarioFile, expectedBy(plan, setup));
  const schedule = toSchedule(plan);
  const needed = Math.ceil(peakOf(plan.phases) / shard.of / PER_WORKER);
  const workers = wish.workers ?? Math.min(Math.max(1, needed), Math.max(1, availableParallelism() - 1));
  const target = await openTarget({ plan, setup, account: wording.account, region: wording.region, tell });
  // Where nobody watches there is nothing to wait for.
  const settle = target.observers.length === 0 ? 0 : plan.settle * 1_000;
  const snapshot = snapshots({ schedule, settle, of: shard.of });
  try {
    const driven = await drive({
      plan,
      wording,
      target,
      shard,
      run,
      start,
      signal,
      workers,
      tps,
      overhear,
      show: (measures, standing) => view?.show(snapshot(measures, standing)),
    });
    const { measures, sightings, took, stopped } = driven;
    return toResult({
      plan,
      wording,
      schedule,
      run,
      shard,
      start: driven.start,
      took,
      observed: driven.observed,
      measures,
      sightings,
      void: driven.void,
      ...(stopped !== undefined && { stopped }),
      ...(tps !== undefined && { tps }),
    });
  } finally {
    await target[Symbol.asyncDispose]();
  }
}
