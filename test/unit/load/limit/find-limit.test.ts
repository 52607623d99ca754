import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLimit, type Limit, sayLimit, type Trial } from '../../../../src/load/limit/find-limit.ts';

/** A consumer that bends above a rate. */
function bendsAbove(limit: number, kind: Trial['kind'] = 'broken') {
  return (rate: number): Promise<Trial> =>
    Promise.resolve(
      rate <= limit ? { rate, kind: 'kept', says: '' } : { rate, kind, says: `p99 < 1s: 1.2 s at ${rate}/s` },
    );
}

const SEARCH = { from: 100, most: 100_000, within: 0.05 };

test('the limit lies between the two rates that are found, wherever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 99_999 }), async (limit) => {
      const { kept, broken, trials } = await findLimit({ ...SEARCH, attempt: bendsAbove(limit) });
      expect(kept).toBeLessThanOrEqual(limit);
      expect(broken?.rate).toBeGreaterThan(limit);
      expect(broken!.rate - kept!).toBeLessThanOrEqual(Math.max(1, kept! * 0.05));
      expect(trials.length).toBeLessThan(20);
      expect(new Set(trials.map(({ rate }) => rate)).size).toBe(trials.length);
    }),
  );
});

test('a consumer that never bends is tried up to the most, and no further', async () => {
  const limit = await findLimit({ ...SEARCH, most: 1_500, attempt: bendsAbove(Number.POSITIVE_INFINITY) });
  expect(limit.trials.map(({ rate }) => rate)).toEqual([100, 200, 400, 800, 1_500]);
  expect(sayLimit(limit)).toBe('1500/s keeps the thresholds, and no more was tried');
});

test('a consumer that keeps nothing is tried down to one event a second', async () => {
  const limit = await findLimit({ ...SEARCH, attempt: bendsAbove(0) });
  expect(limit.trials.map(({ rate }) => rate)).toEqual([100, 50, 25, 12, 6, 3, 1]);
  expect(limit.kept).toBeUndefined();
  expect(sayLimit(limit)).toBe('no rate keeps the thresholds: at 1/s p99 < 1s: 1.2 s at 1/s');
});

test('a generator that cannot keep up bounds the search, and is named', async () => {
  const limit = await findLimit({ ...SEARCH, attempt: bendsAbove(300, 'void') });
  expect(limit.kept).toBe(300);
  expect(sayLimit(limit)).toBe('300/s keeps the thresholds, at 313/s the run is void: p99 < 1s: 1.2 s at 313/s');
});

test('an interrupted search tells what it found until then, without the run that was cut', async () => {
  const interrupt = new AbortController();
  const limit: Limit = await findLimit({
    ...SEARCH,
    signal: interrupt.signal,
    attempt: (rate) => {
      if (rate === 400) interrupt.abort();
      return bendsAbove(1_000)(rate);
    },
  });
  expect(limit.trials.map(({ rate }) => rate)).toEqual([100, 200]);
  expect(limit.kept).toBe(200);
  expect(sayLimit({ kept: undefined, broken: undefined, trials: [] })).toBe('nothing was tried');
});
