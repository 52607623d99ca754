import type { AnythingBut } from '../operator/operator.ts';
import { fitsGlob } from '../operator/glob.ts';
import { SpellingTree } from '../operator/spelling-tree.ts';
import type { Scalar } from '../scalar.ts';

/**
 * Joins alternatives of anything-but into one test. It accepts a value unless all of them except it, so what is looked
 * for are the alternatives that do: all at once, a bit for each.
 */
export function exceptionsTest(operators: readonly AnythingBut[]): (value: Scalar) => boolean {
  const named = new Map<Scalar, Int32Array>();
  const words = Math.ceil(operators.length / 32);
  const beginnings = new SpellingTree(operators.length);
  const endings = new SpellingTree(operators.length);
  const globs = operators
    .entries()
    .flatMap(([index, { kind, values }]) => (kind === 'but-wildcard' ? values.map((glob) => ({ index, glob })) : []))
    .toArray();
  for (const [index, { kind, values }] of operators.entries()) {
    if (kind === 'but') for (const value of values) mark(named, value, index, words);
    if (kind === 'but-prefix') for (const value of values) beginnings.add(unitsOf(value), index, false);
    if (kind === 'but-suffix') for (const value of values) endings.add(unitsOf(value).toReversed(), index, false);
    if (kind === 'but-fold') for (const { spellings } of values) beginnings.add(spellings, index, true);
  }
  const all = new Int32Array(words);
  for (const index of operators.keys()) all[index >>> 5]! |= 1 << (index & 31);
  const found = new Int32Array(words);
  return (value) => {
    found.fill(0);
    const marks = named.get(value);
    if (marks !== undefined) for (let word = 0; word < words; word += 1) found[word] = marks[word]!;
    if (typeof value === 'string') {
      const quoted = `"${value}"`;
      beginnings.mark(quoted, 1, quoted.length - 1, quoted.length, 1, found);
      endings.mark(quoted, quoted.length - 2, 0, -1, -1, found);
      for (const { index, glob } of globs) if (fitsGlob(glob, value)) found[index >>> 5]! |= 1 << (index & 31);
    }
    return found.some((word, index) => word !== all[index]);
  };
}

function mark(named: Map<Scalar, Int32Array>, value: Scalar, index: number, words: number): void {
  const marks = named.get(value) ?? new Int32Array(words);
  named.set(value, marks);
  marks[index >>> 5]! |= 1 << (index & 31);
}

/** The units of a text, each with the one spelling that it has. */
export function unitsOf(text: string): string[][] {
  return Array.from({ length: text.length }, (_, index) => [text.charAt(index)]);
}
