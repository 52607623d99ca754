import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/pattern/index.ts';

function matches(pattern: object | string, event: object | string): boolean {
  const compiled = compilePattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  return typeof event === 'string'
    ? compiled.matchesText(event)
    : compiled.matches(event) && compiled.matchesText(JSON.stringify(event));
}

test('dots and nesting are the same, in the pattern and in the event', () => {
  for (const pattern of [{ a: { b: { c: ['x'] } } }, { 'a.b': { c: ['x'] } }, { 'a.b.c': ['x'] }]) {
    for (const event of [{ a: { b: { c: 'x' } } }, { 'a.b': { c: 'x' } }, { a: { 'b.c': 'x' } }, { 'a.b.c': 'x' }]) {
      expect(matches(pattern, event)).toBe(true);
    }
  }
});

test('dots and nesting are the same however many steps a path has, and however many of them a key makes', () => {
  const steps = Array.from({ length: 30 }, (_, index) => `k${index}`);
  const nested = (parts: readonly string[]): object =>
    parts.reduceRight<unknown>((inner, part) => ({ [part]: inner }), 'x') as object;
  const pattern = { [steps.join('.')]: ['x'] };
  for (const cut of [1, 3, 8, 9, 15, 29, 30]) {
    const parts = [steps.slice(0, cut).join('.'), steps.slice(cut).join('.')].filter((part) => part !== '');
    expect(matches(pattern, nested(parts))).toBe(true);
    expect(matches(pattern, nested([...steps.slice(0, 5), steps.slice(5).join('.')]))).toBe(true);
    expect(matches(pattern, nested([...parts, 'k30']))).toBe(false);
  }
  expect(matches(pattern, nested(steps))).toBe(true);
  expect(matches(pattern, nested(steps.slice(1)))).toBe(false);
});

test('an absence is looked for within the element that an earlier path was found in', () => {
  const pattern = { x: { a: ['1'], b: [{ exists: false }], c: ['1'] } };
  expect(matches(pattern, { x: [{ a: '1', c: '1' }, { b: '1' }] })).toBe(true);
  expect(matches(pattern, { x: [{ a: '1', c: '1', b: '1' }] })).toBe(false);
  expect(matches(pattern, { x: [{ a: '1' }, { c: '1' }, { b: '1' }] })).toBe(false);
  // Nothing comes before `b` here, so no element has been entered.
  expect(matches({ x: { b: [{ exists: false }], c: ['1'] } }, { x: [{ c: '1' }, { b: '1' }] })).toBe(false);
});

test('values in lists of lists are found together in one element of each', () => {
  const pattern = { x: { a: ['1'], y: { b: ['2'], c: ['3'] }, z: { d: ['4'] } } };
  const element = (b: string, c: string): object => ({ y: [{ b }, { b, c }], z: [{ e: '1' }, { d: '4' }] });
  expect(
    matches(pattern, {
      x: [
        { a: '0', ...element('2', '3') },
        { a: '1', ...element('2', '3') },
      ],
    }),
  ).toBe(true);
  expect(
    matches(pattern, {
      x: [
        { a: '0', ...element('2', '3') },
        { a: '1', ...element('2', '0') },
      ],
    }),
  ).toBe(false);
  expect(matches(pattern, { x: [{ a: '1', y: [{ b: '2' }, { c: '3' }], z: [{ d: '4' }] }] })).toBe(false);
});

test('of a path that is said twice the later alternatives count', () => {
  expect(matches('{"a":["x"],"a":["y"]}', { a: 'y' })).toBe(true);
  expect(matches('{"a":["x"],"a":["y"]}', { a: 'x' })).toBe(false);
  expect(matches('{"a":{"b":["x"]},"a.b":["y"]}', { a: { b: 'x' } })).toBe(false);
});

test('two objects under one key are one object to AWS', () => {
  expect(matches('{"a":{"b":["x"]},"a":{"c":["y"]}}', { a: { b: 'x', c: 'y' } })).toBe(true);
  expect(matches('{"a":{"b":["x"]},"a":{"c":["y"]}}', { a: { c: 'y' } })).toBe(false);
});

test('$or asks for one of its ways, and its neighbours as well', () => {
  const pattern = { s: ['s'], $or: [{ a: ['1'] }, { b: ['2'], c: ['3'] }] };
  expect(matches(pattern, { s: 's', a: '1' })).toBe(true);
  expect(matches(pattern, { s: 's', b: '2', c: '3' })).toBe(true);
  expect(matches(pattern, { s: 's', b: '2' })).toBe(false);
  expect(matches(pattern, { a: '1' })).toBe(false);
});

test('$or works inside of objects and inside of itself', () => {
  const pattern = { d: { $or: [{ a: ['1'] }, { $or: [{ b: ['2'] }, { c: ['3'] }] }] } };
  expect([{ a: '1' }, { b: '2' }, { c: '3' }].map((d) => matches(pattern, { d }))).toEqual([true, true, true]);
  expect(matches(pattern, { d: { a: '2' } })).toBe(false);
});

test('two values serve one pattern only out of the same element of a list', () => {
  const pattern = { items: { name: ['a'], size: [{ numeric: ['>', 5] }] } };
  expect(matches(pattern, { items: [{ name: 'a', size: 9 }] })).toBe(true);
  expect(
    matches(pattern, {
      items: [
        { name: 'a', size: 1 },
        { name: 'b', size: 9 },
      ],
    }),
  ).toBe(false);
  expect(
    matches(pattern, {
      items: [
        { name: 'b', size: 9 },
        { name: 'a', size: 1 },
        { name: 'a', size: 6 },
      ],
    }),
  ).toBe(true);
});

test('values of lists that lie beside each other are independent', () => {
  const pattern = { a: { x: ['1'] }, b: { x: ['2'] } };
  expect(matches(pattern, { a: [{ x: '0' }, { x: '1' }], b: [{ x: '2' }, { x: '0' }] })).toBe(true);
});

test('lists within lists are entered at one place each', () => {
  const pattern = { a: { b: { x: ['1'], y: ['2'] }, z: ['3'] } };
  expect(
    matches(pattern, {
      a: [
        {
          b: [
            { x: '1', y: '0' },
            { x: '1', y: '2' },
          ],
          z: '3',
        },
      ],
    }),
  ).toBe(true);
  expect(
    matches(pattern, {
      a: [
        { b: [{ x: '1', y: '2' }], z: '0' },
        { b: [], z: '3' },
      ],
    }),
  ).toBe(false);
});

test('plain values of a list belong to what is around it', () => {
  expect(matches({ a: ['s'], 'a.x': ['1'] }, { a: ['s', { x: '1' }] })).toBe(true);
  expect(matches({ a: ['s'], 'a.x': ['1'] }, { a: [['s'], [{ x: '1' }]] })).toBe(false);
});

test('absence is judged in the element chosen by earlier paths', () => {
  const event = { a: [{ b: '1' }, { c: '2' }] };
  expect(matches({ a: { c: ['2'], d: [{ exists: false }] } }, event)).toBe(true);
  // `b` comes before `c`: no element has been chosen yet when its absence is asked for.
  expect(matches({ a: { b: [{ exists: false }], c: ['2'] } }, event)).toBe(false);
  expect(matches({ a: { x: ['2'], z: [{ exists: false }] } }, { a: [{ z: '1' }, { x: '2' }] })).toBe(true);
});

test('a value under a name that no pattern has is not looked at', () => {
  expect(matches({ 'a.': ['x'] }, { 'a.': 'x' })).toBe(true);
  expect(matches({ 'a.': ['x'] }, { a: { '': 'x' } })).toBe(false);
});

test('names of the object prototype are names like others', () => {
  expect(matches({ constructor: [{ exists: true }] }, { a: 1 })).toBe(false);
  expect(matches({ toString: ['x'] }, { toString: 'x' })).toBe(true);
  expect(matches('{"__proto__":["x"]}', '{"__proto__":"x"}')).toBe(true);
});
