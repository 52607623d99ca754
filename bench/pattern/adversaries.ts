/** A pattern of the allowed length and events of any length, made to cost a matcher as much as they can. */
export interface Adversary {
  readonly name: string;
  readonly pattern: string;
  readonly event: (length: number) => string;
}

const LONGEST_PATTERN = 4096;

/** As many of these alternatives for the field `x` as a pattern holds. */
function manyAlternatives(make: (index: number) => unknown): string {
  return fill((alternatives) => ({ x: alternatives }), make, LONGEST_PATTERN);
}

/** Events whose list `x` has as many of these values as they hold. */
function manyValues(make: (index: number) => unknown): (length: number) => string {
  return (length) => fill((values) => ({ x: values }), make, length);
}

/** The same for numbers, as they are spelled. */
function manyNumbers(spell: (index: number) => string): (length: number) => string {
  return (length) => {
    const numbers = Array.from({ length: Math.floor((length - 10) / (spell(0).length + 1)) }, (_, index) =>
      spell(index),
    );
    return `{"x":[${numbers.join(',')}]}`;
  };
}

/** As many ways through `$or` as a pattern holds, each with one of these alternatives for the field `x`. */
function ways(make: (index: number) => unknown): string {
  return fill(
    (parts) => ({ $or: parts }),
    (index) => ({ x: [make(index)] }),
    LONGEST_PATTERN,
  );
}

function fill(wrap: (parts: readonly unknown[]) => object, make: (index: number) => unknown, length: number): string {
  const parts: unknown[] = [];
  let left = length - JSON.stringify(wrap([])).length;
  for (let index = 0; ; index += 1) {
    const part = make(index);
    left -= JSON.stringify(part).length + 1;
    if (left < 0) return JSON.stringify(wrap(parts));
    parts.push(part);
  }
}

const letters = (index: number): string => index.toString(36).padStart(2, 'a');
const long = (length: number): string => JSON.stringify({ x: 'a'.repeat(length - 10) });

/** What has been found to hurt, or was feared to. */
export const adversaries: readonly Adversary[] = [
  {
    name: 'a long piece between stars',
    pattern: JSON.stringify({ x: [{ wildcard: `*b${'a'.repeat(4000)}*` }] }),
    event: long,
  },
  { name: 'a short piece between stars', pattern: JSON.stringify({ x: [{ wildcard: '*aaaaaaaab*' }] }), event: long },
  {
    name: 'a long suffix in any case',
    pattern: JSON.stringify({ x: [{ suffix: { 'equals-ignore-case': `b${'a'.repeat(4000)}` } }] }),
    event: long,
  },
  {
    name: 'a long suffix of letters that grow',
    pattern: JSON.stringify({ x: [{ suffix: { 'equals-ignore-case': 'ß'.repeat(4000) } }] }),
    event: (length) => JSON.stringify({ x: 'S'.repeat(length - 10) }),
  },
  {
    name: 'as many wildcards as AWS takes',
    pattern: JSON.stringify({ x: Array.from({ length: 5 }, (_, index) => ({ wildcard: `a*${letters(index)}` })) }),
    event: manyValues((index) => `a${letters(index + 2000)}`),
  },
  {
    name: 'many prefixes',
    pattern: manyAlternatives((index) => ({ prefix: `a${letters(index)}` })),
    event: manyValues((index) => `b${letters(index)}`),
  },
  {
    name: 'many suffixes',
    pattern: manyAlternatives((index) => ({ suffix: `a${letters(index)}` })),
    event: manyValues((index) => `b${letters(index)}`),
  },
  {
    name: 'many prefixes in any case',
    pattern: manyAlternatives((index) => ({ prefix: { 'equals-ignore-case': `é${letters(index)}` } })),
    event: manyValues((index) => `é${letters(index + 200)}`),
  },
  {
    name: 'many texts in any case',
    pattern: manyAlternatives((index) => ({ 'equals-ignore-case': `é${letters(index)}` })),
    event: manyValues((index) => `é${letters(index + 200)}`),
  },
  {
    name: 'many ranges',
    pattern: manyAlternatives((index) => ({ numeric: ['>', index, '<', index + 0.5] })),
    event: manyValues((index) => (index % 90) + 0.7),
  },
  {
    name: 'many CIDRs',
    pattern: manyAlternatives((index) => ({ cidr: `1.2.${index}.0/24` })),
    event: manyValues((index) => `1.3.${index % 250}.0`),
  },
  {
    name: 'many CIDRs of version 6',
    pattern: manyAlternatives((index) => ({ cidr: `${index}::/127` })),
    event: manyValues((index) => `${index}::3`),
  },
  {
    name: 'many exceptions',
    pattern: manyAlternatives((index) => ({ 'anything-but': ['a', letters(index)] })),
    event: manyValues(() => 'a'),
  },
  {
    name: 'many excepted prefixes',
    pattern: manyAlternatives((index) => ({ 'anything-but': { prefix: ['a', letters(index)] } })),
    event: manyValues((index) => `a${letters(index)}`),
  },
  {
    name: 'many excepted suffixes',
    pattern: manyAlternatives((index) => ({ 'anything-but': { suffix: ['a', letters(index)] } })),
    event: manyValues((index) => `${letters(index)}a`),
  },
  {
    name: 'one long list of excepted prefixes',
    pattern: JSON.stringify({
      x: [{ 'anything-but': { prefix: Array.from({ length: 600 }, (_, index) => letters(index)).concat('b') } }],
    }),
    event: manyValues(() => 'b'),
  },
  {
    name: 'many excepted texts in any case',
    pattern: manyAlternatives((index) => ({ 'anything-but': { 'equals-ignore-case': ['é', letters(index)] } })),
    event: manyValues(() => 'É'),
  },
  {
    name: 'as many excepted wildcards as AWS takes',
    pattern: JSON.stringify({
      x: Array.from({ length: 3 }, (_, index) => ({ 'anything-but': { wildcard: `a*${'b'.repeat(index)}` } })),
    }),
    event: manyValues((index) => `a${letters(index)}bbbbbbbb`),
  },
  {
    name: 'a thousand ways of $or',
    pattern: JSON.stringify({
      e: Object.fromEntries(
        ['a', 'b', 'c'].map((key) => [key, { $or: Array.from({ length: 10 }, (_, index) => ({ k: [index] })) }]),
      ),
    }),
    event: () => JSON.stringify({ e: { a: { k: 1 }, b: { k: 2 }, c: { k: 11 } } }),
  },
  {
    name: 'a thousand ways of $or within one list',
    pattern: JSON.stringify({ x: { $or: tens('a') }, 'x.y': { $or: tens('b') }, 'x.z': { $or: tens('c') } }),
    event: manyValues((index) => ({ a: index % 10, y: { b: (index + 1) % 10 }, z: { c: 11 } })),
  },
  {
    name: 'a thousand ways of $or that fail only together',
    pattern: JSON.stringify({ x: { $or: tens('a') }, 'x.y': { $or: tens('b') }, 'x.z': { $or: tens('c') } }),
    event: manyValues((index) =>
      index % 3 === 0 ? { a: index % 10, y: { b: 1 } } : { y: { b: index % 10 }, z: { c: index % 10 } },
    ),
  },
  {
    name: 'many paths below one list',
    pattern: fill(
      (parts) => ({ x: Object.fromEntries(parts.map((_, index) => [letters(index), ['1']])) }),
      (index) => ({ [letters(index)]: ['1'] }),
      LONGEST_PATTERN,
    ),
    event: manyValues((index) => ({ [letters(index % 300)]: '1', [letters((index + 1) % 300)]: '1' })),
  },
  {
    name: 'lists in lists',
    pattern: JSON.stringify({ a: { b: { c: { d: ['1'], e: ['2'], f: ['3'] } } } }),
    event: nested,
  },
  {
    name: 'lists side by side',
    pattern: JSON.stringify({ a: { x: ['1'] }, b: { x: ['1'] }, c: { x: ['1'] }, d: { x: ['1'] }, z: ['2'] }),
    event: (length) =>
      JSON.stringify({
        ...Object.fromEntries(
          ['a', 'b', 'c', 'd'].map((key) => [key, Array.from({ length: length / 44 }, () => ({ x: '1' }))]),
        ),
        z: '1',
      }),
  },
  // These were found by bench/pattern/search.ts, or by thinking about what it found.
  {
    name: 'numbers of seventeen digits',
    pattern: '{"x":[0.5]}',
    event: manyValues((index) => 89.17664229916409 + index),
  },
  {
    name: 'numbers that no double holds',
    pattern: '{"x":[0.5]}',
    event: manyNumbers((index) => `0.1234567890123456789${index % 10}`),
  },
  {
    name: 'a long suffix in any case, short values',
    pattern: JSON.stringify({ x: [{ suffix: { 'equals-ignore-case': 'ß'.repeat(2000) } }, { numeric: ['>', 2] }] }),
    event: manyValues(() => 'a'),
  },
  {
    name: 'ways of $or with a range each',
    pattern: ways((index) => ({ numeric: ['>', 5000 + index] })),
    event: manyValues((index) => index % 10),
  },
  {
    name: 'ways of $or with a CIDR each',
    pattern: ways((index) => ({ cidr: `10.${index}.0.0/16` })),
    event: manyValues((index) => `11.${index % 250}.0.1`),
  },
  {
    name: 'ways of $or with a CIDR of version 6 each',
    pattern: ways((index) => ({ cidr: `${index}::/16` })),
    event: manyValues((index) => `fff::${index % 1000}`),
  },
  {
    name: 'ways of $or with a CIDR each, and numbers',
    pattern: ways((index) => ({ cidr: `10.${index}.0.0/16` })),
    event: manyValues((index) => index % 10),
  },
  {
    name: 'ways of $or with a text in any case each',
    pattern: ways((index) => ({ 'equals-ignore-case': `é${letters(index)}` })),
    event: manyValues((index) => `é${letters(index)}z`),
  },
  {
    name: 'ways of $or with a suffix in any case each',
    pattern: ways((index) => ({ suffix: { 'equals-ignore-case': `é${letters(index)}` } })),
    event: manyValues((index) => `é${letters(index).charAt(0)}`),
  },
  {
    name: 'ways of $or with an exception each',
    pattern: ways((index) => ({ 'anything-but': ['zz', letters(index)] })),
    event: manyValues(() => 'zz'),
  },
  {
    name: 'ways of $or with an excepted prefix each',
    pattern: ways((index) => ({ 'anything-but': { prefix: ['z', letters(index)] } })),
    event: manyValues(() => 'z'),
  },
  {
    name: 'ways of $or within elements',
    pattern: JSON.stringify({
      x: { $or: Array.from({ length: 30 }, (_, index) => ({ a: [{ numeric: ['>', index] }] })) },
      'x.c': { $or: Array.from({ length: 30 }, (_, index) => ({ b: [{ numeric: ['<', index] }] })) },
    }),
    event: manyValues((index) => ({ a: index % 40, c: { b: (index % 40) + 1 } })),
  },
  {
    name: 'ways of $or in lists in lists',
    pattern: JSON.stringify({ x: { $or: tens('a') }, 'x.y': { $or: tens('b') }, 'x.y.z': { $or: tens('c') } }),
    event: manyValues((index) => ({
      a: index % 10,
      y: Array.from({ length: 5 }, (_, inner) => ({
        b: (index + inner) % 10,
        z: [{ c: 11 }, { c: (index * inner) % 10 }],
      })),
    })),
  },
  {
    name: 'many absences in one list',
    pattern: JSON.stringify({
      x: {
        a: [1],
        ...Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`b${letters(index)}`, [{ exists: false }]])),
        z: [2],
      },
    }),
    event: (length) =>
      JSON.stringify({
        x: [
          ...Array.from({ length: (length - 4000) / 9 }, () => ({ a: 1 })),
          ...Array.from({ length: 150 }, (_, index) => ({ [`b${letters(index)}`]: 1 })),
          { z: 2 },
        ],
      }),
  },
  {
    name: 'a key that is said three times, with a list each',
    pattern: '{"a":{"x":[1],"y":[1],"z":[1],"zz":[1]}}',
    event: (length) =>
      `{${['x', 'y', 'z'].map((key) => `"a":[${`{"${key}":1,"zz":2},`.repeat((length - 60) / 48)}{"zz":1}]`).join(',')}}`,
  },
  {
    name: 'lists in lists, and values beside them',
    pattern: '{"x":["a"],"x.y":["b"],"x.z":[{"exists":false}]}',
    event: manyValues((index) => (index % 2 === 0 ? 'a' : ['a', [{ y: 'c', z: 1 }]])),
  },
  {
    name: 'a path of two thousand steps',
    pattern: `{"${'a.'.repeat(2000)}a":["x"]}`,
    event: (length) => JSON.stringify({ ['a.'.repeat(length / 2 - 20)]: 'x' }),
  },
  {
    name: 'many values that are no address',
    pattern: manyAlternatives((index) => ({ cidr: `1.2.${index}.0/24` })),
    event: manyValues((index) => letters(index)),
  },
  {
    name: 'a deep event',
    pattern: '{"x":["a"]}',
    event: (length) => `{"x":${'['.repeat(998)}"b"${']'.repeat(998)},"y":"${'z'.repeat(length - 2100)}"}`,
  },
];

function tens(key: string): object[] {
  return Array.from({ length: 10 }, (_, index) => ({ [key]: [index] }));
}

function nested(length: number): string {
  const leaf = (index: number): object =>
    index % 3 === 0 ? { d: '1', e: '2' } : index % 3 === 1 ? { e: '2', f: '3' } : { d: '1', f: '3' };
  return JSON.stringify({
    a: Array.from({ length: length / 2048 }, () => ({
      b: Array.from({ length: 8 }, () => ({ c: Array.from({ length: 10 }, (_, index) => leaf(index)) })),
    })),
  });
}
