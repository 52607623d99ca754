import { expect, test } from 'vitest';
import { pacedClock } from '../../../src/rehearse/paced-clock.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

/** A machine whose time passes only when somebody pauses, or works. */
function machine() {
  let now = 500;
  const pauses: number[] = [];
  return {
    pauses,
    works: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
    pause: (milliseconds: number) => {
      pauses.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

test('a gap takes its part of the time, and the clock shows the whole of it', async () => {
  const { now, pause, pauses } = machine();
  const clock = pacedClock(START, { speed: 60, now, pause });
  await clock.sleep(60_000);
  expect(clock.now()).toBe(START + 60_000);
  expect(pauses).toEqual([1_000]);
});

test('what a scenario waits for is not waited for here', async () => {
  const { now, pause, pauses } = machine();
  const waits = [{ from: START + 1_000, until: START + 1_000 + 14 * 3_600_000 }];
  const clock = pacedClock(START, { speed: 1, waits, now, pause });
  await clock.sleep(14 * 3_600_000 + 3_000);
  expect(clock.now()).toBe(START + 14 * 3_600_000 + 3_000);
  expect(pauses).toEqual([3_000]);
});

test('an arrival in the middle of a wait is due at once', async () => {
  const { now, pause, pauses } = machine();
  const clock = pacedClock(START, { speed: 1, waits: [{ from: START, until: START + 60_000 }], now, pause });
  await clock.sleep(30_000);
  await clock.sleep(31_000);
  expect(pauses).toEqual([1_000]);
});

test('the time that a delivery has taken is taken off the next gap', async () => {
  const { now, pause, pauses, works } = machine();
  const clock = pacedClock(START, { speed: 10, now, pause });
  works(30);
  await clock.sleep(1_000);
  works(500);
  await clock.sleep(1_000);
  expect(pauses).toEqual([70]);
});

test('an interruption ends the sleep', async () => {
  const interruption = new AbortController();
  const clock = pacedClock(START, { speed: 1, signal: interruption.signal });
  const sleeping = clock.sleep(3_600_000);
  interruption.abort();
  await sleeping;
  expect(clock.now()).toBe(START + 3_600_000);
});
