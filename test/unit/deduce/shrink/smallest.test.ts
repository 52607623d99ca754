import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallest } from '../../../../src/deduce/shrink/smallest.ts';

test('what is left holds, and nothing of it can be left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.uniqueArray(fc.nat(39), { maxLength: 5 }),
      async (length, wanted) => {
        const all = Array.from({ length }, (_, index) => index);
        const needed = wanted.filter((item) => item < length);
        const holds = async (items: readonly number[]) => needed.every((item) => items.includes(item));
        const { items, isMinimal } = await smallest(all, holds);
        expect(items).toEqual(needed.toSorted((a, b) => a - b));
        expect(isMinimal).toBe(true);
      },
    ),
  );
});

test('of a thousand items two are found in a few dozen trials, each tried once', async () => {
  const seen = new Set<string>();
  const { items, trials } = await smallest(
    Array.from({ length: 1_000 }, (_, index) => index),
    async (some) => {
      expect(seen.has(some.join())).toBe(false);
      seen.add(some.join());
      return some.includes(17) && some.includes(900);
    },
  );
  expect(items).toEqual([17, 900]);
  expect(trials).toBeLessThan(120);
});

test('where the trials run out, what still holds is left and said not to be the least', async () => {
  const all = Array.from({ length: 64 }, (_, index) => index);
  const { items, isMinimal, trials } = await smallest(all, async (some) => some.length > 20, 10);
  expect(items.length).toBeGreaterThan(20);
  expect({ isMinimal, trials }).toEqual({ isMinimal: false, trials: 10 });
});
