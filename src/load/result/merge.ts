import { Problem } from '../../problem.ts';
import { openTally, sumOf } from '../measure/tally.ts';
import { addMeasures } from '../measure/open-measures.ts';
import type { MeasuresData } from '../measure/measures.ts';
import { parseThreshold } from '../plan/parse-threshold.ts';
import type { Threshold } from '../plan/threshold.ts';
import { factsOf } from './facts.ts';
import { judge } from './judge.ts';
import { phaseBySeq } from './lost.ts';
import { mergeSightings, type MergedSightings } from './merge-sightings.ts';
import type { LoadResult, Shard, VoidReason } from './result.ts';
import { withLost } from './to-result.ts';

/** A result, and what its file is called. */
export interface Named {
  readonly file: string;
  readonly result: LoadResult;
}

/**
 * Adds up the shards of one run, as if one process had been all of them. Throws the `Problem` of results that do not belong together;
 * that some are missing makes the run void, unless `partial` says that this is meant.
 */
export function merge(all: readonly Named[], { partial = false }: { readonly partial?: boolean } = {}): LoadResult {
  const [first] = all;
  if (first === undefined) throw new Problem('LOAD_RESULT', 'Cannot merge: there are no results');
  const of = shardsOf(first).of;
  for (const each of all.slice(1)) checkKin(first, each, of);
  const shards = all.flatMap(({ file, result }) => result.shards.map((shard) => ({ ...shard, file })));
  checkDouble(shards);

  const sightings = mergeSightings(all.map(({ result }) => result.sightings));
  const { phases, duration, plan } = first.result;
  const observed = {
    delivery: all.every(({ result }) => result.observed.delivery),
    completion: all.every(({ result }) => result.observed.completion),
  };
  const measures = withLost(corrected(addMeasures(all.map(({ result }) => result.measures)), sightings, phases), {
    sightings: sightings.data,
    phases,
    observed,
  });
  const starts = all.map(({ result }) => Date.parse(result.start));
  const start = Math.min(...starts);
  const tps = all.map(({ result }) => result.tps);
  return {
    ...first.result,
    start: new Date(start).toISOString(),
    took: Math.max(...all.map(({ result }, index) => result.took + (starts[index]! - start) * 1_000)),
    shards: shards.map(({ index }) => ({ index, of })).toSorted((a, b) => a.index - b.index),
    observed,
    measures,
    sightings: sightings.data,
    judgements: judge(plan.thresholds.map(thresholdOf), factsOf(measures, duration, observed)),
    void: [...voidOf(all), ...missing(shards, of, partial)],
    ...(tps.every((each) => each !== undefined) && { tps: tps.reduce((sum, each) => sum + each, 0) }),
    ...stoppedOf(all),
  };
}

function shardsOf({ file, result }: Named): Shard {
  const [shard] = result.shards;
  if (shard === undefined)
    throw new Problem('LOAD_RESULT', `Cannot merge "${file}": it says of no shard that it is in it`);
  return shard;
}

function checkKin(first: Named, other: Named, of: number): void {
  const cannot = `Cannot merge "${other.file}" with "${first.file}":`;
  if (other.result.plan.digest !== first.result.plan.digest)
    throw new Problem('LOAD_RESULT', `${cannot} they are of different plans`);
  if (other.result.run !== first.result.run)
    throw new Problem(
      'LOAD_RESULT',
      `${cannot} they are of different runs, "${other.result.run}" and "${first.result.run}"`,
    );
  const its = shardsOf(other).of;
  if (its !== of) throw new Problem('LOAD_RESULT', `${cannot} the one is of ${its} shards, and the other of ${of}`);
}

function checkDouble(shards: readonly (Shard & { readonly file: string })[]): void {
  const files = new Map<number, string>();
  for (const { index, file } of shards) {
    const before = files.get(index);
    if (before !== undefined)
      throw new Problem('LOAD_RESULT', `Cannot merge "${file}": shard ${index} is in "${before}" already`);
    files.set(index, file);
  }
}

function missing(shards: readonly Shard[], of: number, partial: boolean): readonly VoidReason[] {
  const here = new Set(shards.map(({ index }) => index));
  const absent = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !here.has(index));
  if (absent.length === 0 || partial) return [];
  const named = absent.slice(0, 10).join(', ') + (absent.length > 10 ? ', …' : '');
  const says = `${absent.length} of ${of} shards are missing: ${named}`;
  return [{ code: 'shards-missing', says }];
}

/** Why each of the shards is void, but for shards that were missing and may be here now. */
function voidOf(all: readonly Named[]): readonly VoidReason[] {
  return all.flatMap(({ result }) => {
    const [shard] = result.shards;
    const which = all.length > 1 && result.shards.length === 1 ? `shard ${shard?.index}: ` : '';
    return result.void
      .filter(({ code }) => code !== 'shards-missing')
      .map(({ code, says }) => ({ code, says: `${which}${says}` }));
  });
}

function stoppedOf(all: readonly Named[]): Pick<LoadResult, 'stopped'> {
  const stopped = all.flatMap(({ result }) => result.stopped ?? []);
  return stopped.length === 0 ? {} : { stopped: [...new Set(stopped)].join('; ') };
}

/** Counts as one process would have them: what two shards saw first came twice. */
function corrected(measures: MeasuresData, { again }: MergedSightings, phases: LoadResult['phases']): MeasuresData {
  const phaseOf = phaseBySeq(phases);
  const changes = phases.map(() => openTally());
  for (const { seq, plane, times } of again) {
    const change = changes[phaseOf(seq)]!;
    change.add(plane, -times);
    if (plane === 'delivered') change.add('duplicated', times);
  }
  return {
    ...measures,
    phases: measures.phases.map((phase, index) => ({
      ...phase,
      counts: sumOf([phase.counts, changes[index]!.counts()]),
    })),
  };
}

function thresholdOf(text: string): Threshold {
  const read = parseThreshold(text);
  if ('says' in read) throw new Problem('LOAD_RESULT', `Cannot judge "${text}": it is ${read.says}`);
  return read;
}
