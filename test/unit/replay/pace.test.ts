import { expect, test } from 'vitest';
import { openPace, type Pace } from '../../../src/replay/pace.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

/** When deliveries at these milliseconds would be made, on a machine on which each takes `cost`. */
async function moments(pace: Pace, arrivals: readonly number[], cost = 0, late = 0) {
  let now = 5_000;
  const clock = openPace(pace, START, {
    now: () => now,
    pause: (duration) => {
      now += duration + late;
      return Promise.resolve();
    },
  });
  const made: number[] = [];
  for (const arrival of arrivals) {
    await clock.sleep(START + arrival - clock.now());
    made.push(now - 5_000);
    now += cost;
  }
  return { made, lateness: clock.lateness };
}

const ARRIVALS = [0, 100, 100, 1_000];

test.for<[string, Pace, readonly number[]]>([
  ['at the original pace', { kind: 'recorded', speed: 1 }, [0, 100, 100, 1_000]],
  ['ten times as fast', { kind: 'recorded', speed: 10 }, [0, 10, 10, 100]],
  ['at a rate, whatever the gaps were', { kind: 'rate', perSecond: 50 }, [0, 20, 40, 60]],
  ['as fast as possible', { kind: 'topspeed' }, [0, 0, 0, 0]],
])('deliveries are due %s', async ([, pace, due]) => {
  expect((await moments(pace, ARRIVALS)).made).toEqual(due);
});

test('who is late does not sleep, and catches up: moments count from the beginning', async () => {
  const { made } = await moments({ kind: 'rate', perSecond: 50 }, [0, 0, 0, 0, 0, 0], 30);
  expect(made).toEqual([0, 30, 60, 90, 120, 150]);
  const slow = await moments({ kind: 'recorded', speed: 1 }, [0, 10, 20, 500], 200);
  expect(slow.made).toEqual([0, 200, 400, 600]);
});

test('it is told how late deliveries were, to a tenth', async () => {
  const { lateness } = await moments({ kind: 'recorded', speed: 1 }, [0, 100, 200, 300], 0, 4);
  expect(lateness.at(0.25)).toBe(0);
  expect(lateness.at(0.99)).toBeGreaterThanOrEqual(3.9);
  expect(lateness.at(0.99)).toBeLessThan(4.5);
});
