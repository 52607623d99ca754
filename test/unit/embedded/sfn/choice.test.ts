import { expect, test } from 'vitest';
import { holdsRule } from '../../../../src/embedded/sfn/choice/holds-rule.ts';

const INPUT: Readonly<Record<string, unknown>> = {
  s: 'web:1.4',
  n: 5,
  t: '2026-01-15T09:30:00Z',
  b: true,
  z: null,
  other: { s: 'web:1.4', n: 6, t: '2026-01-15T10:30:00+01:00', b: false },
};

const holds = (rule: Readonly<Record<string, unknown>>): boolean =>
  holdsRule(rule, (root) => (root === '$' ? INPUT : undefined));

test.each([
  ['$.s', 'StringEquals', 'web:1.4', true],
  ['$.s', 'StringEqualsPath', '$.other.s', true],
  ['$.s', 'StringLessThan', 'x', true],
  ['$.s', 'StringGreaterThan', 'x', false],
  ['$.s', 'StringLessThanEquals', 'web:1.4', true],
  ['$.s', 'StringGreaterThanEqualsPath', '$.other.s', true],
  ['$.s', 'StringMatches', 'web:*', true],
  ['$.s', 'StringMatches', '*1.4', true],
  ['$.s', 'StringMatches', 'web:1?4', false],
  ['$.s', 'StringMatches', String.raw`web\*`, false],
  ['$.s', 'NumericEquals', 5, false],
  ['$.s', 'StringMatches', 'w*:*4', true],
  ['$.s', 'StringMatches', 'w**', true],
  ['$.s', 'StringMatches', '*5', false],
  ['$.n', 'NumericEquals', 5, true],
  ['$.n', 'NumericLessThanPath', '$.other.n', true],
  ['$.n', 'NumericGreaterThanEquals', 6, false],
  ['$.n', 'NumericLessThanEquals', 5, true],
  ['$.n', 'NumericGreaterThan', 4.5, true],
  ['$.n', 'StringEquals', '5', false],
  ['$.b', 'BooleanEquals', true, true],
  ['$.b', 'BooleanEqualsPath', '$.other.b', false],
  ['$.t', 'TimestampEqualsPath', '$.other.t', true],
  ['$.t', 'TimestampLessThan', '2026-01-15T09:30:01Z', true],
  ['$.t', 'TimestampGreaterThan', '2026-01-15T09:30:00Z', false],
  ['$.t', 'TimestampGreaterThanEquals', '2026-01-15T09:30:00Z', true],
  ['$.t', 'TimestampLessThanEquals', '2026-01-14T09:30:00Z', false],
  ['$.z', 'IsNull', true, true],
  ['$.s', 'IsNull', false, true],
  ['$.z', 'IsPresent', true, true],
  ['$.missing', 'IsPresent', true, false],
  ['$.missing', 'IsPresent', false, true],
  ['$.n', 'IsNumeric', true, true],
  ['$.s', 'IsString', true, true],
  ['$.b', 'IsBoolean', true, true],
  ['$.t', 'IsTimestamp', true, true],
  ['$.s', 'IsTimestamp', true, false],
])('%s %s %o: %s', (Variable, operator, operand, verdict) => {
  expect(holds({ Variable, [operator]: operand })).toBe(verdict);
});

test('rules can be joined and turned round', () => {
  const yes = { Variable: '$.n', NumericEquals: 5 };
  const no = { Variable: '$.n', NumericEquals: 6 };
  expect(holds({ And: [yes, yes] })).toBe(true);
  expect(holds({ And: [yes, no] })).toBe(false);
  expect(holds({ Or: [no, yes] })).toBe(true);
  expect(holds({ Not: no })).toBe(true);
  expect(holds({ Not: { And: [{ Or: [no, yes] }, { Not: yes }] } })).toBe(true);
});

test('a comparison with what is not there fails, in the words of AWS', () => {
  expect(() => holds({ Variable: '$.missing', StringEquals: 'a' })).toThrow(
    "Invalid path '$.missing': The choice state's condition path references an invalid value.",
  );
});

test('a pattern of many stars takes no long time', () => {
  const rule = { Variable: '$', StringMatches: `${'*a'.repeat(40)}b` };
  expect(holdsRule(rule, () => 'a'.repeat(20_000))).toBe(false);
});
