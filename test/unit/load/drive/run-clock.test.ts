import { afterEach, expect, test, vi } from 'vitest';
import { openRunClock, startAt } from '../../../../src/load/drive/run-clock.ts';

afterEach(() => vi.useRealTimers());

const HOUR = 3_600_000;

test('the start is where the clock on the wall says, also after that was set', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + HOUR);
  const clock = openRunClock(startAt(Date.now() + HOUR));
  expect(clock.now()).toBeLessThan(-HOUR * 1e3 + 60e6);
  expect(clock.now()).toBeGreaterThanOrEqual(-HOUR * 1e3);
});

test('what is done to the clock on the wall once a run has begun moves nothing', () => {
  const clock = openRunClock(startAt(Date.now()));
  const before = clock.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() - HOUR);
  const after = clock.now();
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after - before).toBeLessThan(60e6);
});

test('two threads that open the clock of one start agree on the moment', () => {
  const start = startAt(Date.now());
  const [one, other] = [openRunClock(start), openRunClock(start)];
  const moment = performance.now();
  expect(Math.abs(one.at(moment) - other.at(moment))).toBeLessThan(5_000);
});
