import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/pattern/index.ts';

const texts = fc.constantFrom(
  '',
  'a',
  'b',
  'ab',
  'ba',
  'aB',
  'É',
  'é',
  'ß',
  'SS',
  'aß',
  '"a',
  'a"',
  '10.0.0.1',
  '10.9.0.1',
  'a00::1',
  '::ffff:a00:1',
  'ff::',
);
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 10, 17);
const listed = fc.array(
  texts.filter((text) => text !== ''),
  { minLength: 1, maxLength: 3 },
);
const range = fc
  .tuple(fc.constantFrom('>', '>='), numbers, fc.constantFrom('<', '<='), numbers)
  .filter(([, bottom, , top]) => bottom < top)
  .map((numeric) => ({ numeric }));
const alternative = fc.oneof(
  texts,
  numbers,
  fc.constantFrom<unknown>(null, true, { exists: false }),
  fc.record({ prefix: texts }),
  fc.record({ suffix: texts }),
  fc.record({ 'equals-ignore-case': texts }),
  fc.record({ prefix: fc.record({ 'equals-ignore-case': texts }) }),
  fc.record({ suffix: fc.record({ 'equals-ignore-case': texts }) }),
  range,
  fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '='), numbers).map((numeric) => ({ numeric })),
  fc.constantFrom('10.0.0.0/8', '10.0.0.0/31', '0.0.0.0/1', 'a00::/16', '::/0', 'ff::/127').map((cidr) => ({ cidr })),
  fc.record({ wildcard: fc.constantFrom('a*', '*b') }),
);
const exception = fc.oneof(
  listed.map((values) => ({ 'anything-but': values })),
  fc.array(numbers, { minLength: 1, maxLength: 3 }).map((values) => ({ 'anything-but': values })),
  listed.map((prefix) => ({ 'anything-but': { prefix } })),
  listed.map((suffix) => ({ 'anything-but': { suffix } })),
  listed.map((values) => ({ 'anything-but': { 'equals-ignore-case': values } })),
  fc.constant({ 'anything-but': { wildcard: ['a*', '*b'] } }),
);
const value = fc.oneof(texts, numbers, fc.constantFrom<unknown>(null, true, [], undefined));

function verdict(alternatives: readonly unknown[], x: unknown): boolean {
  return compilePattern(JSON.stringify({ x: alternatives })).matches({ x });
}

test.each([
  { name: 'alternatives', of: fc.array(alternative, { minLength: 5, maxLength: 12 }) },
  { name: 'exceptions', of: fc.array(exception, { minLength: 2, maxLength: 6 }) },
])('many $name get the verdict that one of them gets alone', ({ of }) => {
  fc.assert(
    fc.property(of, value, (alternatives, x) => {
      // A number passes for an address only where nothing else asks for numbers, so there company does matter.
      fc.pre(
        typeof x !== 'number' ||
          !alternatives.some((each) => JSON.stringify(each).includes('cidr') || each === '10.0.0.1'),
      );
      fc.pre(alternatives.filter((each) => JSON.stringify(each).includes('wildcard')).length < 3);
      expect(verdict(alternatives, x)).toBe(alternatives.some((each) => verdict([each], x)));
    }),
    { numRuns: 500 },
  );
});
