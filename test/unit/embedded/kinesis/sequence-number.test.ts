import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSequenceNumber, sequenceNumber } from '../../../../src/embedded/kinesis/sequence-number.ts';

const SECOND = fc.integer({ min: 1_300_000_000, max: 2_000_000_000 }).map((seconds) => seconds * 1000);
const PARTS = fc.record({
  opened: SECOND,
  arrived: SECOND,
  shard: fc.integer({ min: 0, max: 0x7fff_ffff }),
  index: fc.bigInt({ min: 0n, max: 0x7fff_ffff_ffff_ffffn }),
});

test('a sequence number tells what it was made of, in 56 digits', () => {
  fc.assert(
    fc.property(PARTS, (parts) => {
      const number = sequenceNumber(parts);
      expect(readSequenceNumber(number)).toEqual(parts);
      expect(String(number)).toHaveLength(56);
    }),
  );
});

test('of two records in a shard, the later has the greater number, whatever the clock says', () => {
  fc.assert(
    fc.property(PARTS, SECOND, fc.bigInt({ min: 1n, max: 1000n }), (parts, arrived, more) => {
      const later = { ...parts, arrived, index: parts.index + more };
      fc.pre(later.index <= 0x7fff_ffff_ffff_ffffn);
      expect(sequenceNumber(later)).toBeGreaterThan(sequenceNumber(parts));
    }),
  );
});

test.each([17n, 2n ** 128n, 2n ** 186n])('%d is no sequence number', (number) => {
  expect(readSequenceNumber(number)).toBeUndefined();
});
