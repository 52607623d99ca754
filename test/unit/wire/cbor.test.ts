import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCbor, writeCbor } from '../../../src/wire/cbor.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.maxSafeInteger(),
    // A zero has no sign as an integer.
    fc.double().map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any')),
    fc.dictionary(fc.string(), tie('any')),
  ),
})).any;

test('what was written is read back', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(readCbor(writeCbor(given))).toEqual(given);
    }),
  );
});

// RFC 8949, appendix A.
test.each([
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1000000],
  ['1b000000e8d4a51000', 1000000000000],
  ['3903e7', -1000],
  ['f93c00', 1],
  ['f9c400', -4],
  ['f97bff', 65504],
  ['f90001', 5.960464477539063e-8],
  ['f97c00', Infinity],
  ['fa47c35000', 100000],
  ['fb3ff199999999999a', 1.1],
  ['f4', false],
  ['f6', null],
  ['c11a514b67b0', 1363896240],
  ['62c3bc', '\u00fc'],
  ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
])('reads %s', (hex, expected) => {
  expect(readCbor(Buffer.from(hex, 'hex'))).toEqual(expected);
});

test.each(['', '61', '81', 'a1', 'ff', '82ff', 'fc', '1c'])('throws at %j, which is no whole value', (hex) => {
  expect(() => readCbor(Buffer.from(hex, 'hex'))).toThrow(/Cannot read CBOR|out of range|outside buffer bounds/);
});

test('dates are tagged as timestamps in seconds', () => {
  expect(Buffer.from(writeCbor(new Date(1500))).toString('hex')).toBe('c1fb3ff8000000000000');
});

test('a moment is written and read in milliseconds where AWS counts so', () => {
  const moment = new Date(1_768_469_400_123);
  expect(Buffer.from(writeCbor(moment, 'milliseconds')).toString('hex')).toBe('c11b0000019bc0fd8a3b');
  expect(readCbor(writeCbor(moment, 'milliseconds'), 'milliseconds')).toBe(1_768_469_400.123);
  expect(readCbor(writeCbor(moment))).toBe(1_768_469_400.123);
});
