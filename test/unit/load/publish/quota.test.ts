import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotaOf } from '../../../../src/load/publish/quota.ts';

test('in no second there are more requests than the quota, but for what a tenth of a second left over', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
      (tps, gaps) => {
        const quota = quotaOf(tps);
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          while (quota.take(now) === 0) taken.push(now);
        }
        for (const [first, at] of taken.entries()) {
          const within = taken.filter((other, index) => index >= first && other < at + 1_000).length;
          expect(within).toBeLessThanOrEqual(Math.ceil(tps * 1.1) + 2);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('whoever waits for as long as is said may go on', () => {
  const quota = quotaOf(3);
  expect(quota.take(0)).toBe(0);
  let now = 0;
  for (let round = 0; round < 50; round += 1) {
    const wait = quota.take(now);
    now += wait;
    if (wait > 0) expect(quota.take(now)).toBe(0);
  }
  expect(now).toBeGreaterThan(5_000);
});

test('without a quota there is nothing to wait for', () => {
  expect(quotaOf(undefined).take(0)).toBe(0);
});
