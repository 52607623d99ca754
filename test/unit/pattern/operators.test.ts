import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/pattern/index.ts';

/** An alternative for the field `x`, values that satisfy it and values that do not. `undefined` is a field that is absent. */
const table: readonly (readonly [alternative: unknown, yes: readonly unknown[], no: readonly unknown[]])[] = [
  ['a', ['a', ['b', 'a']], ['A', 'ab', 1, null, [], {}, undefined]],
  [300, [300, 3e2, [300.0]], ['300', 301, null]],
  [true, [true, [false, true]], ['true', false]],
  [null, [null], ['null', undefined, []]],
  [{ prefix: 'a' }, ['a', 'ab'], ['ba', 'A', 1]],
  [{ prefix: '' }, ['', 'a'], [1, null, undefined]],
  [{ suffix: 'b' }, ['b', 'ab'], ['ba', 'B']],
  [{ prefix: { 'equals-ignore-case': 'aB' } }, ['ABc', 'ab'], ['b']],
  [{ suffix: { 'equals-ignore-case': 'aB' } }, ['cAB', 'ab'], ['abc']],
  [{ 'equals-ignore-case': 'Aé' }, ['aÉ', 'Aé'], ['ae', 'aéx']],
  [{ 'equals-ignore-case': 'ß' }, ['ß', 'SS'], ['ss', 'S']],
  [{ suffix: { 'equals-ignore-case': 'ß' } }, ['straSS', 'ß'], ['ss']],
  [{ wildcard: 'a*b*c' }, ['abc', 'axxbyyc', 'abbc'], ['abcd', 'acb', 'ac']],
  [{ wildcard: '*' }, ['', 'anything'], [1, null]],
  [{ wildcard: 'a\\*\\\\' }, ['a*\\'], ['axx\\', 'a*']],
  [{ wildcard: 'team/*/app' }, ['team/a/app', 'team/a/b/app', 'team//app'], ['team/app']],
  [{ 'anything-but': 'a' }, ['b', 1, null, true, ['a', 'b']], ['a', ['a'], undefined, []]],
  [{ 'anything-but': ['a', 'b'] }, ['c', 1], ['a', 'b']],
  [{ 'anything-but': [1, 2] }, [3, '1'], [1, 2.0]],
  [{ 'anything-but': { prefix: 'a' } }, ['b', 1, null], ['a', 'ab']],
  [{ 'anything-but': { suffix: ['a', 'b'] } }, ['c'], ['xa', 'xb']],
  [{ 'anything-but': { 'equals-ignore-case': ['a', 'B'] } }, ['c'], ['A', 'b']],
  [{ 'anything-but': { wildcard: '*a*' } }, ['b', 1], ['bab', 'a']],
  [{ numeric: ['=', 3.018e2] }, [301.8], [301, '301.8']],
  [{ numeric: ['<', 10] }, [9.999999, -1], [10, '9']],
  [{ numeric: ['<=', 10] }, [10], [10.000001]],
  [{ numeric: ['>', 0, '<=', 5] }, [0.000001, 5], [0, 5.000001]],
  [{ numeric: ['>=', -5e9] }, [-5e9, 5e9], [-5000000000.5]],
  [{ exists: true }, ['', 0, null, false, ['a']], [undefined, [], {}, { y: 1 }]],
  [{ exists: false }, [undefined, [], {}, { y: 1 }], ['', 0, null]],
  [{ cidr: '10.0.0.0/24' }, ['10.0.0.0', '10.0.0.255', '010.0.0.7'], ['10.0.1.0', '10.0.0', '10.0.0.256', 'x']],
  [{ cidr: '10.1.2.3/8' }, ['10.9.9.9'], ['11.0.0.0']],
  [{ cidr: '2001:db8::/32' }, ['2001:db8:0::1', '2001:0DB8:ffff::'], ['2001:db9::']],
  ['2001:db8::1', ['2001:0db8:0:0:0:0:0:1'], ['2001:db8::2']],
  ['::ffff:10.0.0.1', ['::ffff:10.0.0.1'], ['10.0.0.1']],
  ['::ffff:a00:1', ['10.0.0.1'], ['10.0.0.2']],
  [{ exactly: '10.0.0.1' }, ['10.0.0.1'], ['010.0.0.1']],
];

const cases = table.flatMap(([alternative, yes, no]) => [
  ...yes.map((value) => ({ alternative, value, verdict: true })),
  ...no.map((value) => ({ alternative, value, verdict: false })),
]);

test.each(cases)('$alternative accepts $value: $verdict', ({ alternative, value, verdict }) => {
  const pattern = compilePattern(JSON.stringify({ x: [alternative] }));
  const event = { x: value };
  expect(pattern.matches(event)).toBe(verdict);
  expect(pattern.matchesText(JSON.stringify(event))).toBe(verdict);
  expect(pattern.explain(event).matches).toBe(verdict);
});

test('a leaf is satisfied by any of its alternatives', () => {
  const pattern = compilePattern('{"x":["a",{"prefix":"b"},{"numeric":[">",1]},{"exists":false}]}');
  expect(['a', 'bc', 2, undefined].map((x) => pattern.matches({ x }))).toEqual([true, true, true, true]);
  expect(pattern.matches({ x: 'c' })).toBe(false);
});

test('a prefix may take in the quote behind the value, as it does in AWS’s matcher', () => {
  expect(compilePattern(String.raw`{"x":[{"prefix":"ab\""}]}`).matches({ x: 'ab' })).toBe(true);
});

test('of what is no object nothing matches, not even absence with something else', () => {
  const pattern = compilePattern('{"x":["a"]}');
  expect([null, undefined, 'a', 1, [], [{ x: 'a' }]].map((event) => pattern.matches(event))).toEqual(
    Array(6).fill(false),
  );
});
