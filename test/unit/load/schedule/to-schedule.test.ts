import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Arrivals, Phase } from '../../../../src/load/plan/plan.ts';
import type { Schedule } from '../../../../src/load/schedule/schedule.ts';
import { toSchedule } from '../../../../src/load/schedule/to-schedule.ts';

function laid(...phases: readonly Arrivals[]): Schedule {
  return toSchedule({ phases: phases.map((phase, index): Phase => ({ ...phase, name: String(index) })), seed: 1 });
}

function times(schedule: Schedule): readonly number[] {
  return Array.from({ length: schedule.events }, (_, seq) => schedule.due(seq));
}

const rate = fc.double({ min: 0.1, max: 300, noNaN: true });
const length = fc.integer({ min: 1, max: 3_000 });
const arrivals = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), rate, for: length }),
  fc.record({ kind: fc.constant('ramp' as const), from: fc.constantFrom(0, 7), to: rate, for: length }),
  fc.record({ kind: fc.constant('ramp' as const), from: rate, to: fc.constant(0), for: length }),
  fc.record({
    kind: fc.constant('step' as const),
    from: rate,
    to: rate,
    by: fc.double({ min: 30, max: 100, noNaN: true }),
    every: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    kind: fc.constant('spike' as const),
    base: fc.constantFrom(0, 10),
    peak: rate,
    before: fc.integer({ min: 0, max: 500 }),
    for: length,
    after: fc.integer({ min: 0, max: 500 }),
  }),
  fc.record({ kind: fc.constant('poisson' as const), rate, for: length }),
  fc.record({
    kind: fc.constant('recording' as const),
    gaps: fc
      .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 })
      .map((gaps) => Float64Array.from(gaps)),
    speed: fc.double({ min: 0.5, max: 20, noNaN: true }),
    times: fc.integer({ min: 1, max: 5 }),
  }),
);
const schedules = fc.array(arrivals, { minLength: 1, maxLength: 4 }).map((phases) => laid(...phases));

test('times never go back, and none lies outside of its phase', () => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      const due = times(schedule);
      expect(due.toSorted((a, b) => a - b)).toEqual(due);
      for (const [seq, at] of due.entries()) {
        const { begins, ends, first, events } = schedule.phases[schedule.phaseOf(seq)]!;
        expect(at >= begins && at < ends && seq >= first && seq < first + events).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('how many are due by a time is the inverse of when each is due', () => {
  fc.assert(
    fc.property(schedules, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, part) => {
      const moment = Math.floor(part * schedule.duration);
      expect(schedule.dueBy(moment)).toBe(times(schedule).filter((at) => at <= moment).length);
    }),
    { numRuns: 60 },
  );
});

test('shards and their workers have every event once between them, at the time that one process has it', () => {
  fc.assert(
    fc.property(
      schedules,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      (schedule, shards, workers) => {
        const seen = new Map<number, number>();
        for (let shard = 0; shard < shards; shard += 1) {
          for (let worker = 0; worker < workers; worker += 1) {
            const cursor = schedule.share(shard + shards * worker, shards * workers);
            for (; !cursor.done; cursor.advance()) {
              expect(seen.has(cursor.seq)).toBe(false);
              expect(cursor.phase).toBe(schedule.phaseOf(cursor.seq));
              seen.set(cursor.seq, cursor.due);
            }
          }
        }
        expect([...seen].toSorted(([a], [b]) => a - b).map(([, due]) => due)).toEqual(times(schedule));
      },
    ),
    { numRuns: 40 },
  );
});

test('a constant rate has its events at equal distances, the first at once', () => {
  expect(times(laid({ kind: 'constant', rate: 4, for: 1_000 }))).toEqual([0, 250_000, 500_000, 750_000]);
});

test('a ramp has as many events as its average rate says, and half of them after less than half of the rest of its time', () => {
  const ramp = laid({ kind: 'ramp', from: 0, to: 100, for: 10_000 });
  expect(ramp.events).toBe(500);
  expect(ramp.due(250)).toBe(Math.round(Math.SQRT1_2 * 10_000_000));
});

test('steps are held one after another, the last is where they go to', () => {
  const { events, duration } = laid({ kind: 'step', from: 10, to: 25, by: 10, every: 1_000 });
  expect([events, duration]).toEqual([10 + 20 + 25, 3_000_000]);
});

test('a spike is before, during and after at the rates that it says', () => {
  const spike = laid({ kind: 'spike', base: 1, peak: 50, before: 2_000, for: 1_000, after: 1_000 });
  expect([spike.dueBy(1_999_999), spike.dueBy(2_999_999), spike.events]).toEqual([2, 52, 53]);
});

test('poisson arrivals come as often as they should, their gaps as scattered as those of strangers', () => {
  const due = times(laid({ kind: 'poisson', rate: 1_000, for: 60_000 }));
  const gaps = due.slice(1).map((at, index) => at - due[index]!);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  expect(due.length).toBeGreaterThan(59_000);
  expect(due.length).toBeLessThan(61_000);
  // Of an exponential distribution the mean is the deviation, and a part of 1/e is longer.
  expect(deviation / mean).toBeCloseTo(1, 1);
  expect(gaps.filter((gap) => gap > mean).length / gaps.length).toBeCloseTo(1 / Math.E, 2);
});

test("a recording's gaps are kept at its speed, and a whole turn follows the one before", () => {
  const gaps = Float64Array.from([100, 300]);
  const due = times(laid({ kind: 'recording', gaps, speed: 2, times: 2 }));
  expect(due).toEqual([0, 50_000, 200_000, 300_000, 350_000, 500_000]);
});

test('an hour of ten thousand a second is laid without its events being held', () => {
  const schedule = laid({ kind: 'constant', rate: 10_000, for: 3_600_000 });
  expect([schedule.events, schedule.due(schedule.events - 1)]).toEqual([36_000_000, 3_599_999_900]);
});
