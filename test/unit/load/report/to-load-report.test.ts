import { expect, test } from 'vitest';
import { toLoadReport } from '../../../../src/load/report/to-load-report.ts';
import { run } from './run.ts';

test('a curve goes from the fastest event to the slowest, and never down', () => {
  const { legs } = toLoadReport(run()).run;
  const { curve, max, count } = legs.find(({ leg }) => leg === 'publish')!;
  expect(curve[0]![0]).toBe(1);
  expect(curve.at(-1)).toEqual([count, max]);
  expect(curve).toEqual(curve.toSorted(([rare, slow], [rarer, slower]) => rare - rarer || slow - slower));
});

test('a curve ends where there are no more events to say anything of', () => {
  const { legs } = toLoadReport(run()).run;
  for (const { curve, count } of legs) expect(curve.every(([oneIn]) => oneIn <= count)).toBe(true);
});

test('a rate is that of the part of a stretch that the schedule fills', () => {
  const result = run();
  const short = toLoadReport({ ...result, duration: 19_500_000 }).run.series.points.at(-1)!;
  expect(short.rates.due).toBe(400);
  expect(toLoadReport(result).run.series.points.at(-1)!.rates.due).toBe(200);
});

test('a leg that nobody timed is not in it, and a phase says what became of the events due in it', () => {
  const report = toLoadReport(run({ isObserved: false })).run;
  expect(report.legs.map(({ leg }) => leg)).toEqual(['sending', 'publish']);
  expect(report.phases.map(({ name, counts }) => [name, counts.due, counts.delivered])).toEqual([
    ['warm up', 1_000, 0],
    ['storm', 2_000, 0],
  ]);
});

test.for([
  [[1], 1, undefined],
  [[1], 8, '1 of 8'],
  [[1, 2, 3, 5], 8, '1 to 3 and 5 of 8'],
  [[8, 6, 2, 3], 8, '2 to 3, 6 and 8 of 8'],
] as const)('shards %j of %i are said to be %s', ([indexes, of, words]) => {
  expect(toLoadReport({ ...run(), shards: indexes.map((index) => ({ index, of })) }).run.shards).toBe(words);
});

test('a run is void for a reason or for a threshold that nothing was seen for, and broken by another', () => {
  const result = run();
  expect(toLoadReport(result).run.verdict).toBe('broken');
  expect(toLoadReport({ ...result, judgements: result.judgements.slice(1) }).run.verdict).toBe('kept');
  const reason = { code: 'dropped', says: '12 events were never sent' } as const;
  expect(toLoadReport({ ...result, void: [reason] }).run).toMatchObject({ verdict: 'void', void: [reason.says] });
  const unseen = { threshold: 'lost = 0', kind: 'unknown', measured: undefined, says: 'nobody watched' } as const;
  expect(toLoadReport({ ...result, judgements: [unseen] }).run).toMatchObject({ verdict: 'void', void: [] });
});

test('an earlier run is reported as the run is', () => {
  const { earlier } = toLoadReport(run(), run({ seed: 8 }));
  expect(earlier).toEqual(toLoadReport(run({ seed: 8 })).run);
});
