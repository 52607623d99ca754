import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow } from '../../../../src/embedded/sfn/path/follow.ts';
import { put } from '../../../../src/embedded/sfn/path/put.ts';
import { readPath } from '../../../../src/embedded/sfn/path/read-path.ts';

const STORE = {
  books: [
    { title: 'A', price: 8, tags: ['x'] },
    { title: 'B', price: 12, isbn: '1' },
    { title: 'C', price: 20, isbn: '2' },
  ],
  'detail-type': 'ECR Image Action',
  "it's": true,
  nothing: null,
};

const at = (path: string): unknown => follow(readPath(path), (root) => (root === '$' ? STORE : undefined));

test.each([
  ['$', STORE],
  ['$.books[0].title', 'A'],
  ['$.books[-1].title', 'C'],
  ["$['books'][1]['title']", 'B'],
  ['$.detail-type', 'ECR Image Action'],
  ["$['detail-type']", 'ECR Image Action'],
  [String.raw`$['it\'s']`, true],
  ['$.nothing', null],
  ['$.missing', undefined],
  ['$.books[9]', undefined],
  ['$.books.title', undefined],
  ['$.books[*].title', ['A', 'B', 'C']],
  ['$.books[0,2].title', ['A', 'C']],
  ['$.books[1:].title', ['B', 'C']],
  ['$.books[:-1].title', ['A', 'B']],
  ['$.books[0:3:2].title', ['A', 'C']],
  ['$..title', ['A', 'B', 'C']],
  ['$..[0]', [STORE.books[0], 'x']],
  ['$.books[0]["title","price"]', ['A', 8]],
  ['$.books[?(@.price > 10)].title', ['B', 'C']],
  ["$.books[?(@.price > 10 && @.isbn == '1')].title", ['B']],
  ["$.books[?(@.title == 'A' || @.title == 'C')].title", ['A', 'C']],
  ['$.books[?(@.isbn)].title', ['B', 'C']],
  ['$.books[?(!(@.isbn))].title', ['A']],
  ['$.books[?(@.title =~ /[a-b]/i)].title', ['A', 'B']],
  ["$.books[?(@.title in ['A','C'])].title", ['A', 'C']],
  ['$.books[?(@.price == $.books[1].price)].title', ['B']],
  ['$.missing[*]', []],
])('%s', (path, value) => {
  expect(at(path)).toEqual(value);
});

test.each(['', 'a', '$.', '$..', '$[', '$[0', "$['a", '$.a b', '$.length()', '$.a[?(@.b]', '$.a[?(1 2)]', '$x y'])(
  '%o is not a path',
  (path) => {
    expect(() => readPath(path)).toThrow(`Invalid path '${path}'`);
  },
);

test('reading a path never takes long, and never fails otherwise', () => {
  const characters = fc.constantFrom(
    '$',
    '.',
    '[',
    ']',
    '(',
    ')',
    '?',
    '@',
    '*',
    "'",
    '"',
    ':',
    ',',
    '0',
    'a',
    ' ',
    '=',
    '!',
    '&',
    '|',
    '\\',
    '/',
    '~',
  );
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 40 }), (parts) => {
      const text = `$${parts.join('')}`;
      try {
        expect(readPath(text).text.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({ name: 'Failure', error: 'States.Runtime' });
      }
    }),
    { numRuns: 2_000 },
  );
});

test('what is put at a path is found there, and nothing else has changed', () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.integer()), fc.array(name, { minLength: 1, maxLength: 3 }), (input, names) => {
      fc.pre(!Object.hasOwn(input, names[0]!) || names.length === 1);
      const path = `$.${names.join('.')}`;
      const output = put(input, path, 'new') as Record<string, unknown>;
      expect(follow(readPath(path), () => output)).toBe('new');
      for (const key of Object.keys(input)) if (key !== names[0]) expect(output[key]).toBe(input[key]);
    }),
  );
});

test.each([
  ['$.a.b', { a: 1 }],
  ['$.a[0]', {}],
  ['$.a[5]', { a: [1] }],
  ['$.a[*]', { a: [1] }],
  ['$.a', 'text'],
])('nothing can be put at %s of %o', (path, input) => {
  expect(() => put(input, path, 1)).toThrow('Unable to apply');
});
