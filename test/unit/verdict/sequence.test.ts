import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, progress } from '../../../src/verdict/sequence.ts';

const names = fc.array(fc.constantFrom<string>('A', 'B', 'C'), { maxLength: 12 });

test('progress finds each wanted name behind the one before', () => {
  expect(progress(['A', 'C'], ['A', 'B', 'A', 'C'])).toEqual([0, 3]);
  expect(progress(['C', 'A', 'B'], ['A', 'C', 'A', 'A'])).toEqual([1, 2]);
  expect(progress([], ['A'])).toEqual([]);
});

test('any selection of what came, in its order, is found whole', () => {
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.boolean()), (came, picks) => {
      const wanted = came.filter(() => picks.next().value);
      expect(progress(wanted, came)).toHaveLength(wanted.length);
    }),
  );
});

test('a comparison contains both sequences, each in its order', () => {
  fc.assert(
    fc.property(names, names, (wanted, came) => {
      const lines = compare(wanted, came);
      expect(lines.filter(({ kind }) => kind !== 'extra').map(({ name }) => name)).toEqual(wanted);
      expect(lines.filter(({ kind }) => kind !== 'missing').map(({ name }) => name)).toEqual(came);
    }),
  );
});

test('equal sequences differ nowhere', () => {
  fc.assert(fc.property(names, (same) => compare(same, same).every(({ kind }) => kind === 'both')));
});

test('a name that came besides is the only difference', () => {
  fc.assert(
    fc.property(names, fc.nat(12), (wanted, at) => {
      const lines = compare(wanted, wanted.toSpliced(at, 0, 'X'));
      expect(lines.filter(({ kind }) => kind !== 'both')).toEqual([{ kind: 'extra', name: 'X' }]);
    }),
  );
});

test('sequences too long for a table are shown as replaced, between what is alike at their ends', () => {
  const many = (name: string) => Array.from({ length: 3_000 }, () => name);
  const lines = compare(['first', ...many('A'), 'last'], ['first', ...many('B'), 'last']);
  expect(lines).toHaveLength(6_002);
  expect([lines[0], lines.at(-1)]).toEqual([
    { kind: 'both', name: 'first' },
    { kind: 'both', name: 'last' },
  ]);
});
