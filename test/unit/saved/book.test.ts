import { expect, test } from 'vitest';
import { openBook } from '../../../src/saved/book.ts';
import { openDensity } from '../../../src/saved/density.ts';

test('a book keeps what it has room for, what failed first, and counts all of it', () => {
  const book = openBook();
  const lane = book.lane('bus', 'Bus');
  for (let index = 0; index < 200_000; index += 1) {
    const isBad = index % 1_000 === 999;
    book.add({ lane, kind: 'delivery', at: index, title: 'PUSH', ...(isBad && { tone: 'bad' as const }) });
  }
  const { items, leftOut, summary } = book.close();
  expect(items.filter(({ tone }) => tone === 'bad')).toHaveLength(200);
  expect(items.length).toBe(100_100);
  expect(leftOut).toEqual([
    '99900 of 200000 that happened, which are counted in the picture; what failed was kept first',
  ]);
  const counts = summary?.lanes[lane];
  expect(counts?.all.reduce((sum, count) => sum + count, 0)).toBe(200_000);
  expect(counts?.bad.reduce((sum, count) => sum + count, 0)).toBe(200);
});

test('items stand in the order of time, and the calls of a consumer right below it', () => {
  const book = openBook();
  const lanes = [
    book.lane('calls', 'b'),
    book.lane('consumer', 'a'),
    book.lane('consumer', 'b'),
    book.lane('bus', 'Bus'),
  ];
  for (const [index, lane] of lanes.entries()) book.add({ lane, kind: 'call', at: 10 - index, title: String(index) });
  const closed = book.close();
  expect(closed.lanes.map(({ id }) => id)).toEqual(['bus:Bus', 'consumer:a', 'consumer:b', 'calls:b']);
  expect(closed.items.map(({ title }) => title)).toEqual(['3', '2', '1', '0']);
  expect(closed.leftOut).toEqual([]);
});

test.each([
  ['to come', [0, 10, 100_000, 5_000_000]],
  ['past', [5_000_000, 100_000, 10, 0]],
  ['both ways', [1_000, 0, 2_000_000, -2_000_000, 7]],
])('a density counts each once, however far what comes lies in times %s', (_, moments) => {
  const density = openDensity();
  for (const at of moments) density.add('bus', at, at === 0);
  const { from = 0, until = 0, lanes } = density.summary() ?? {};
  expect(lanes?.['bus']?.all.reduce((sum, count) => sum + count, 0)).toBe(moments.length);
  const size = (until - from) / 256;
  const parts = moments.map((at) => Math.floor((at - from) / size));
  for (const part of parts) expect(lanes?.['bus']?.all[part]).toBeGreaterThan(0);
});
