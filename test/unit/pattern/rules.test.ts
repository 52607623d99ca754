import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, compileRules } from '../../../src/pattern/index.ts';

test('the names of the matching rules come in the order the rules were given', () => {
  const rules = compileRules({ z: '{"a":["x"]}', b: '{"a":["y"]}', a: '{"a":[{"exists":true}]}' });
  expect(rules.match({ a: 'x' })).toEqual(['z', 'a']);
  expect(rules.matchText('{"a":"y"}')).toEqual(['b', 'a']);
});

test('a rule that matches in several ways is named once', () => {
  const rules = compileRules({ r: '{"$or":[{"a":["x"]},{"b":["x"]}]}' });
  expect(rules.match({ a: ['x', 'x'], b: 'x' })).toEqual(['r']);
});

test('a rule content with absence is found though nothing leads to it', () => {
  expect(compileRules({ r: '{"a":[{"exists":false}],"b":[{"exists":false},"x"]}' }).match({ c: 1 })).toEqual(['r']);
});

test('no rules match nothing', () => {
  expect(compileRules({}).match({ a: 1 })).toEqual([]);
});

test('a refused pattern names its rule', () => {
  expect(() => compileRules({ good: '{"a":["x"]}', bad: '{"a":"x"}' })).toThrow(
    'Cannot compile rule "bad": Event pattern is not valid. Reason: "a" must be an object or an array',
  );
});

const alternatives = fc.constantFrom<unknown>(
  ...['ab', 'a', '', 1, null, '10.0.0.1'],
  ...[
    { prefix: 'a' },
    { prefix: 'a"' },
    { suffix: 'b' },
    { suffix: '' },
    { 'equals-ignore-case': 'AB' },
    { 'equals-ignore-case': 'É' },
  ],
  ...[
    { wildcard: 'a*' },
    { wildcard: '*b' },
    { wildcard: '*' },
    { exists: true },
    { exists: false },
    { numeric: ['>', 0] },
  ],
  ...[{ 'anything-but': 'ab' }, { 'anything-but': { prefix: 'a' } }, { cidr: '10.0.0.0/8' }],
);
const patterns = fc
  .dictionary(fc.constantFrom('a', 'b', 'a.c', 'c'), fc.array(alternatives, { minLength: 1, maxLength: 3 }), {
    minKeys: 1,
  })
  .map((pattern) => JSON.stringify(pattern));
const values = fc.constantFrom<unknown>(
  'ab',
  'a',
  'b',
  '',
  'AB',
  'é',
  1,
  0,
  null,
  '10.0.0.1',
  '10.2.0.0',
  [],
  ['a', 'b'],
  { c: 'ab' },
  [{ c: 1 }, { c: 'a' }],
);
const events = fc.dictionary(fc.constantFrom('a', 'b', 'c'), values);

test('among others a rule gets the verdict that it gets alone', () => {
  fc.assert(
    fc.property(
      fc.array(patterns, { minLength: 1, maxLength: 12 }),
      fc.array(events, { minLength: 1, maxLength: 4 }),
      (texts, seen) => {
        const rules = compileRules(Object.fromEntries(texts.map((text, index) => [`r${index}`, text])));
        for (const event of seen) {
          const alone = texts.flatMap((text, index) => (compilePattern(text).matches(event) ? [`r${index}`] : []));
          expect(rules.match(event)).toEqual(alone);
        }
      },
    ),
  );
});
