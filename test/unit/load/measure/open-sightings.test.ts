import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSightings } from '../../../../src/load/measure/open-sightings.ts';

const ALONE = { index: 0, of: 1 };

test('what is accepted and never seen is missing, by its number, and what comes late is missing no more', () => {
  const seen = openSightings({ events: 20_000, shard: ALONE, until: 'delivered' });
  for (let seq = 0; seq < 20_000; seq += 1) {
    seen.accepted(seq);
    if (seq % 1_000 !== 999) seen.delivered(seq);
  }
  expect(seen.missing()).toBe(20);
  expect(seen.someMissing(3)).toEqual([999, 1_999, 2_999]);
  expect(seen.delivered(999)).toBe('first');
  expect(seen.delivered(999)).toBe('again');
  expect(seen.missing()).toBe(19);
});

test('what was seen of a block that is let go of is known all the same', () => {
  const seen = openSightings({ events: 5_000, shard: ALONE, until: 'delivered' });
  for (let seq = 0; seq < 5_000; seq += 1) {
    seen.delivered(seq);
    seen.accepted(seq);
  }
  expect(seen.taken()).toEqual({ of: 1, events: 5_000, blocks: [], ended: [[0, 0, 2]] });
  expect([seen.delivered(17), seen.missing()]).toEqual(['again', 0]);
});

test('a block stays until all of it is processed, where somebody watches that', () => {
  const seen = openSightings({ events: 10, shard: ALONE, until: 'processed' });
  for (let seq = 0; seq < 10; seq += 1) seen.delivered(seq);
  for (let seq = 0; seq < 9; seq += 1) seen.processed(seq);
  expect(seen.taken().ended).toEqual([]);
  expect([seen.processed(9), seen.processed(9)]).toEqual(['first', 'again']);
  expect(seen.taken().ended).toEqual([[0, 0, 1]]);
});

test('whatever the order of a million events, each is the first once; what is kept is what is missing', () => {
  const seen = openSightings({ events: 1_000_000, shard: ALONE, until: 'delivered' });
  let firsts = 0;
  for (let seq = 0; seq < 1_000_000; seq += 1) {
    seen.accepted(seq);
    // Pairs come the wrong way round, and each ten thousandth comes much later.
    if (seq % 10_000 !== 7 && seen.delivered(seq ^ 1) === 'first') firsts += 1;
  }
  for (let seq = 7; seq < 1_000_000; seq += 10_000) if (seen.delivered(seq ^ 1) === 'first') firsts += 1;
  expect(firsts).toBe(1_000_000);
  expect(seen.taken().blocks).toEqual([]);
});

test('numbers of missing events are exact for any events of any shard', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 9_000 }),
      fc.uniqueArray(fc.nat(8_999), { maxLength: 20 }),
      (of, events, lost) => {
        const seen = openSightings({ events, shard: { index: 0, of }, until: 'delivered' });
        const gone = new Set(lost);
        const missing: number[] = [];
        for (let seq = 0; seq < events; seq += of) {
          seen.accepted(seq);
          if (gone.has(seq)) missing.push(seq);
          else seen.delivered(seq);
        }
        expect(seen.someMissing(100)).toEqual(missing);
        expect(seen.missing()).toBe(missing.length);
      },
    ),
    { numRuns: 40 },
  );
});
