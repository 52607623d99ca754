import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/pattern/index.ts';

test('a number that no double holds equals its own spelling, in text', () => {
  const pattern = compilePattern('{"x":[12345678901234567890]}');
  expect(pattern.matchesText('{"x":12345678901234567890}')).toBe(true);
  expect(pattern.matchesText('{"x":12345678901234567891}')).toBe(false);
  expect(pattern.matches({ x: 12345678901234567890n })).toBe(true);
});

test('numbers are equal by value, however they are spelled', () => {
  const pattern = compilePattern('{"x":[300]}');
  expect(['300', '300.0', '3e2', '3.00E+2', '30000e-2'].map((x) => pattern.matchesText(`{"x":${x}}`))).toEqual(
    Array(5).fill(true),
  );
});

test('escapes in keys and values are read', () => {
  const pattern = compilePattern('{"a":{"é":["\\u0041\\n"]}}');
  expect(pattern.matchesText(String.raw`{"\u0061":{"\u00e9":"A\n"}}`)).toBe(true);
});

test('what lies beside the paths is passed over, brackets and quotes in strings included', () => {
  const pattern = compilePattern('{"z":["1"]}');
  expect(pattern.matchesText(String.raw` { "a" : "}\"]" , "b":{"c":["{",{"z":"2"}]}, "z" : "1" } `)).toBe(true);
});

test.each([
  '',
  '{',
  '{"x"',
  '{"x":',
  '{"x":"a"',
  '{"x":"a",}',
  '{"x":tru}',
  '{"x":01}',
  '{"x":"a"} x',
  '{"a":[1,{}',
  '{"x" "a"}',
  '{x:1}',
])('text that makes no sense is a SyntaxError: %s', (text) => {
  expect(() => compilePattern('{"x":["a"]}').matchesText(text)).toThrow(SyntaxError);
});

test('a broken text leaves nothing behind', () => {
  const pattern = compilePattern('{"x":["a"],"y":["b"]}');
  expect(() => pattern.matchesText('{"x":"a",')).toThrow(SyntaxError);
  expect(pattern.matchesText('{"y":"b"}')).toBe(false);
});

test('an event nested a thousand levels deep is read, one more is refused', () => {
  const nested = (levels: number): string => `${'{"x":'.repeat(levels)}"a"${'}'.repeat(levels)}`;
  const pattern = compilePattern(JSON.stringify({ y: ['a'] }));
  expect(pattern.matchesText(nested(1000))).toBe(false);
  expect(() => compilePattern('{"x":[{"exists":true}]}').matchesText(`{"x":${'['.repeat(1001)}`)).toThrow(SyntaxError);
});

const names = fc.constantFrom('a', 'b', 'c', 'a.b');
const leaves = fc.constantFrom<unknown>('x', 'y', '', 1, 2.5, true, null);
const { event } = fc.letrec<{ value: unknown; event: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaves, fc.array(tie('value'), { maxLength: 3 }), tie('event')),
  event: fc.dictionary(names, tie('value'), { maxKeys: 3 }),
}));
const operators = fc.constantFrom<unknown>(
  'x',
  1,
  null,
  { exists: true },
  { exists: false },
  { 'anything-but': 'x' },
  { prefix: '' },
);
const pattern = fc.dictionary(
  fc.constantFrom('a', 'b', 'a.b', 'a.c', 'b.a', 'c'),
  fc.array(operators, { minLength: 1, maxLength: 2 }),
  {
    minKeys: 1,
    maxKeys: 4,
  },
);

test('text and parsed event get the same verdict', () => {
  fc.assert(
    fc.property(pattern, event, (wanted, seen) => {
      const compiled = compilePattern(JSON.stringify(wanted));
      expect(compiled.matchesText(JSON.stringify(seen))).toBe(compiled.matches(seen));
    }),
  );
});
