import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressed, proportional, scaleOf, ticksBetween } from '../../../../src/page/browser/viewer/scale.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-15T09:30:00Z');
const ITEMS = [0, 1_000, 3_000, 14 * DAY, 14 * DAY + 500].map((after) => ({ at: START + after, lane: 'bus' }));

test('three seconds and the fourteen days after them can be read beside each other', () => {
  const { x, width } = compressed(ITEMS);
  expect((x[2]! - x[0]!) / width).toBeGreaterThan(0.3);
  expect((x[3]! - x[2]!) / width).toBeLessThan(0.6);
  const straight = proportional(ITEMS, ({ at }) => at);
  expect((straight.x[2]! - straight.x[0]!) / straight.width).toBeLessThan(0.001);
});

test('what happens in one moment and lane stands side by side, and time never goes back', () => {
  const item = fc.record({ at: fc.integer({ min: 0, max: 1_000_000 }), lane: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), (drawn) => {
      const items = drawn.toSorted((a, b) => a.at - b.at);
      const { x, width } = compressed(items);
      for (const lane of ['a', 'b']) {
        const places = items.flatMap((one, index) => (one.lane === lane ? [x[index]!] : []));
        expect(places.every((place, index) => index === 0 || place >= places[index - 1]! + 1)).toBe(true);
      }
      expect(Math.max(...x)).toBeLessThan(width);
    }),
  );
});

test('what was not timed has no place in real time', () => {
  const { x } = scaleOf(
    [
      { at: 1, lane: 'a' },
      { at: 2, lane: 'a', real: 5 },
      { at: 3, lane: 'a', real: 7 },
    ],
    'real',
  );
  expect([...x].map((place) => Number.isNaN(place))).toEqual([true, false, false]);
});

test('ticks keep their distance, and one stands behind the longest pause', () => {
  const scale = compressed(ITEMS);
  const ticks = ticksBetween(scale, { from: 0, until: scale.width, room: scale.width / 3, mode: 'compressed' });
  expect(ticks.map(({ gap }) => gap)).toContain('14 d');
  for (const [index, { x }] of ticks.entries())
    if (index > 0) expect(x - ticks[index - 1]!.x).toBeGreaterThanOrEqual(scale.width / 3);
  expect(ticks[0]?.text).toBe('2026-01-15 09:30:00');
});
