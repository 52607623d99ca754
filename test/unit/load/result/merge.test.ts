import fc from 'fast-check';
import { decodeFromCompressedBase64, type JsHistogram } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { openMeasures } from '../../../../src/load/measure/open-measures.ts';
import { openSightings } from '../../../../src/load/measure/open-sightings.ts';
import { readPlan } from '../../../../src/load/plan/read-plan.ts';
import { toPlan } from '../../../../src/load/plan/load-plan.ts';
import { merge } from '../../../../src/load/result/merge.ts';
import type { LoadResult } from '../../../../src/load/result/result.ts';
import { toResult } from '../../../../src/load/result/to-result.ts';
import { toSchedule } from '../../../../src/load/schedule/to-schedule.ts';
import { seeded } from '../../../../src/random.ts';

const WORDING = {
  seed: '1',
  flows: [],
  repositories: [],
  cardinality: { repositories: 1, tags: 1, accounts: 1 },
  account: '',
  region: '',
};

async function planOf(more: object = {}) {
  const written = {
    version: 1,
    description: 'x',
    phases: [{ constant: { rate: 1_000, for: '5s' } }, { poisson: { rate: 500, for: '5s' } }],
    flows: [{ scenario: 'push.yaml' }],
    thresholds: ['lost = 0', 'p99 < 250ms'],
    ...more,
  };
  return toPlan(readPlan(JSON.stringify(written), 'p.load.yaml'), 'p.load.yaml');
}

const PLAN = await planOf();
const SCHEDULE = toSchedule(PLAN);

/** What becomes of an event: how long its answer takes, and which of so many shards see it, how often. */
interface Fate {
  readonly publish: number;
  readonly seenBy: readonly number[];
}

/** What a shard that sends its part, and sees whatever is told, writes down. */
function shardResult(index: number, of: number, fateOf: (seq: number) => Fate, plan = PLAN, run = 'r'): LoadResult {
  const schedule = plan === PLAN ? SCHEDULE : toSchedule(plan);
  const measures = openMeasures(plan.phases.length, schedule.duration + 1_000_000);
  const sightings = openSightings({ events: schedule.events, shard: { index, of }, until: 'delivered' });
  for (let seq = 0; seq < schedule.events; seq += 1) {
    const { publish, seenBy } = fateOf(seq);
    const [due, phase] = [schedule.due(seq), schedule.phaseOf(seq)];
    if (seq % of === index) {
      for (const name of ['due', 'sent', 'accepted'] as const) measures.count(name, phase, due);
      measures.timed('publish', phase, due, publish);
      sightings.accepted(seq);
    }
    for (const who of seenBy) {
      if (who !== index) continue;
      if (sightings.delivered(seq) === 'again') measures.count('duplicated', phase, due);
      else {
        measures.count('delivered', phase, due);
        measures.timed('delivery', phase, due, publish * 2);
      }
    }
  }
  return toResult({
    plan,
    wording: WORDING,
    schedule,
    run,
    shard: { index: index + 1, of },
    start: Date.parse('2026-01-15T09:30:00Z'),
    took: schedule.duration,
    observed: { delivery: true, completion: false },
    measures,
    sightings,
    void: [],
  });
}

function named(results: readonly LoadResult[]) {
  return results.map((result) => ({ file: `${result.shards[0]?.index}.json`, result }));
}

function bucketsOf(encoded: string): readonly number[] {
  const histogram = decodeFromCompressedBase64(encoded, 64) as JsHistogram;
  return Array.from({ length: histogram.countsArrayLength }, (_, index) => histogram.getCountAtIndex(index));
}

function latency(seq: number): number {
  const random = seeded(`latency/${seq}`);
  return Math.round(Math.exp(random() * 14));
}

test('a hundred shards are one process, to the last bucket', () => {
  const fate = (seq: number, of: number): Fate => ({ publish: latency(seq), seenBy: [seq % of] });
  const merged = merge(
    named(Array.from({ length: 100 }, (_, index) => shardResult(index, 100, (seq) => fate(seq, 100)))),
  );
  const alone = shardResult(0, 1, (seq) => fate(seq, 1));
  expect(merged.measures.phases.map(({ counts }) => counts)).toEqual(alone.measures.phases.map(({ counts }) => counts));
  for (const [index, { legs }] of merged.measures.phases.entries()) {
    for (const leg of ['publish', 'delivery'] as const) {
      const [{ histogram, ...figures }, { histogram: wanted, ...wantedFigures }] = [
        legs[leg]!,
        alone.measures.phases[index]!.legs[leg]!,
      ];
      expect(figures).toEqual(wantedFigures);
      expect(bucketsOf(histogram)).toEqual(bucketsOf(wanted));
    }
  }
  expect(merged.measures.series.points.map(({ index, counts }) => [index, counts])).toEqual(
    alone.measures.series.points.map(({ index, counts }) => [index, counts]),
  );
  expect(merged.judgements).toEqual(alone.judgements);
  expect(merged.void).toEqual([]);
});

test('whoever of several sees an event on one queue, what is lost and what came twice is counted exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer(), fc.boolean(), (of, seed, isPaired) => {
      const random = seeded(seed);
      const fates = Array.from({ length: SCHEDULE.events }, () => {
        const many = random() < 0.001 ? 0 : random() < 0.001 ? random.integer(2, 4) : 1;
        return { publish: 1_000, seenBy: Array.from({ length: many }, () => random.integer(0, of - 1)) };
      });
      const results = named(Array.from({ length: of }, (_, index) => shardResult(index, of, (seq) => fates[seq]!)));
      const half = Math.ceil(of / 2);
      // Parts may be merged first.
      const merged =
        isPaired && of > 1
          ? merge([
              { file: 'a', result: merge(results.slice(0, half)) },
              { file: 'b', result: merge(results.slice(half)) },
            ])
          : merge(results);
      const total = (name: 'lost' | 'duplicated' | 'delivered') =>
        merged.measures.phases.reduce((sum, { counts }) => sum + counts[name], 0);
      const wanted = {
        lost: fates.filter(({ seenBy }) => seenBy.length === 0).length,
        duplicated: fates.reduce((sum, { seenBy }) => sum + Math.max(0, seenBy.length - 1), 0),
        delivered: fates.filter(({ seenBy }) => seenBy.length > 0).length,
      };
      expect({ lost: total('lost'), duplicated: total('duplicated'), delivered: total('delivered') }).toEqual(wanted);
    }),
    { numRuns: 12 },
  );
});

const SIMPLE = (seq: number): Fate => ({ publish: 500, seenBy: [seq % 8] });

test('a shard that is missing makes the run void, unless it is meant to be', () => {
  const seven = named([0, 1, 2, 3, 5, 6, 7].map((index) => shardResult(index, 8, SIMPLE)));
  expect(merge(seven).void).toEqual([{ code: 'shards-missing', says: '1 of 8 shards are missing: 5' }]);
  expect(merge(seven, { partial: true }).void).toEqual([]);
  const whole = merge([
    { file: 'seven', result: merge(seven) },
    { file: '5.json', result: shardResult(4, 8, SIMPLE) },
  ]);
  expect([whole.void, whole.shards.map(({ index }) => index)]).toEqual([[], [1, 2, 3, 4, 5, 6, 7, 8]]);
});

test('what does not belong together is refused, and says by which file', async () => {
  const two = [0, 1].map((index) => shardResult(index, 2, SIMPLE));
  const [one, other] = named(two) as [ReturnType<typeof named>[0], ReturnType<typeof named>[0]];
  const elsewhere = shardResult(1, 2, SIMPLE, await planOf({ seed: 2 }));
  expect(() => merge([one, { file: 'b.json', result: elsewhere }])).toThrow(
    'Cannot merge "b.json" with "1.json": they are of different plans',
  );
  expect(() => merge([one, { file: 'again.json', result: one.result }])).toThrow(
    'Cannot merge "again.json": shard 1 is in "1.json" already',
  );
  expect(() => merge([one, { file: 'c.json', result: shardResult(1, 2, SIMPLE, PLAN, 'later') }])).toThrow(
    'Cannot merge "c.json" with "1.json": they are of different runs, "later" and "r"',
  );
  expect(() => merge([one, { file: 'd.json', result: shardResult(1, 3, SIMPLE) }])).toThrow(
    'Cannot merge "d.json" with "1.json": the one is of 3 shards, and the other of 2',
  );
  expect(() => merge([])).toThrow('Cannot merge: there are no results');
  expect(merge([one, other]).void).toEqual([]);
});

test('shards are judged when all are there, and not before', () => {
  const loses = (seq: number): Fate => ({ publish: 500, seenBy: seq === 77 ? [] : [seq % 2] });
  const results = [0, 1].map((index) => shardResult(index, 2, loses));
  expect(results.map(({ judgements }) => judgements)).toEqual([[], []]);
  expect(merge(named(results)).judgements).toMatchObject([
    { threshold: 'lost = 0', kind: 'broken', measured: 1 },
    { threshold: 'p99 < 250ms', kind: 'kept', says: '1.0 ms (delivery)' },
  ]);
});

test('the shard that was void says why, with its number', () => {
  const results = [0, 1].map((index) => shardResult(index, 2, SIMPLE));
  const late = { ...results[1]!, void: [{ code: 'dropped' as const, says: '3 events were dropped' }] };
  expect(merge(named([results[0]!, late])).void).toEqual([{ code: 'dropped', says: 'shard 2: 3 events were dropped' }]);
});
