import { expect, test } from 'vitest';
import { snapshots } from '../../../../src/load/telemetry/snapshots.ts';
import { counts } from './standing.ts';

/** A thousand events a second for ten seconds in two phases. */
const SCHEDULE = {
  duration: 10_000_000,
  phases: [
    { name: 'first', first: 0, events: 4_000, begins: 0, ends: 4_000_000 },
    { name: 'second', first: 4_000, events: 6_000, begins: 4_000_000, ends: 10_000_000 },
  ],
  dueBy: (time: number) => Math.floor(time / 1_000),
};

function measured(sent: number): Parameters<ReturnType<typeof snapshots>>[0] {
  return {
    counts: () => counts({ sent }),
    percentile: (leg, percentile) => (leg === 'publish' ? percentile * 10 : undefined),
  };
}

test('rates are those since the snapshot before, of the share that one shard has', () => {
  const take = snapshots({ schedule: SCHEDULE, settle: 0, of: 4 });
  expect(take(measured(200), { at: 1_000_000, lag: 0, inFlight: 0 }).rate).toEqual({ wanted: 250, reached: 200 });
  expect(take(measured(800), { at: 3_000_000, lag: 0, inFlight: 0 }).rate).toEqual({ wanted: 250, reached: 300 });
});

test('a moment is of the phase that it lies in, and after the last of none', () => {
  const take = snapshots({ schedule: SCHEDULE, settle: 5_000_000 });
  const at = (time: number): readonly [string, number] => {
    const { phase, left } = take(measured(0), { at: time, lag: 0, inFlight: 0 });
    return [phase, left];
  };
  expect([at(0), at(3_999_999), at(4_000_000), at(10_000_000), at(60_000_000)]).toEqual([
    ['first', 15_000_000],
    ['first', 11_000_001],
    ['second', 11_000_000],
    ['settling', 5_000_000],
    ['settling', 0],
  ]);
});

test('nothing is wanted any more once the schedule is over', () => {
  const take = snapshots({ schedule: SCHEDULE, settle: 5_000_000 });
  take(measured(9_900), { at: 10_000_000, lag: 0, inFlight: 0 });
  expect(take(measured(10_000), { at: 11_000_000, lag: 0, inFlight: 0 }).rate).toEqual({ wanted: 0, reached: 100 });
});

test('a moment after another snapshot the rate is still that one, and not that of a handful of events', () => {
  const take = snapshots({ schedule: SCHEDULE, settle: 0 });
  expect(take(measured(5), { at: 3_000, lag: 0, inFlight: 0 }).rate).toEqual({ wanted: 0, reached: 0 });
  const { rate } = take(measured(990), { at: 1_000_000, lag: 0, inFlight: 0 });
  expect(rate).toEqual({ wanted: 1_000, reached: 990 });
  expect(take(measured(999), { at: 1_000_500, lag: 0, inFlight: 0 }).rate).toEqual(rate);
});

test('legs are told of that something was timed of', () => {
  const { legs } = snapshots({ schedule: SCHEDULE, settle: 0 })(measured(1), { at: 1_000_000, lag: 0, inFlight: 0 });
  expect(legs).toEqual({ publish: { p50: 500, p90: 900, p99: 990, p999: 999, max: 1_000 } });
});
