import { join, setBit, wordsFor } from '../operator/bits.ts';
import { GlobSet } from '../operator/glob-set.ts';
import type { AnythingBut, Operator } from '../operator/operator.ts';
import { SpellingTree, unitsOf } from '../operator/spelling-tree.ts';
import type { Scalar } from '../scalar.ts';

/**
 * The alternatives of anything-but of many leaves. A leaf accepts a value unless all of its alternatives except it, so
 * what is looked for are those that do.
 *
 * They lie in layers, the first alternatives of all leaves in the first one, so that a layer is a set of leaves. The
 * alternatives of a single leaf lie side by side instead.
 */
export class JointExceptions {
  readonly #words: number;
  readonly #single: boolean;
  /** The leaves that have an alternative in each layer. */
  readonly #all: Int32Array;
  readonly #found: Int32Array;
  readonly #named = new Map<Scalar, Int32Array>();
  readonly #beginnings: SpellingTree;
  readonly #endings: SpellingTree;
  readonly #globs = new GlobSet();

  constructor(leaves: readonly (readonly Operator[])[]) {
    const exceptions = leaves.map((operators) => operators.filter((operator) => 'values' in operator));
    this.#words = wordsFor(leaves.length);
    this.#single = leaves.length === 1;
    const layers = exceptions.reduce((most, { length }) => Math.max(most, length), 0);
    const size = this.#single ? wordsFor(layers) : this.#words * layers;
    this.#all = new Int32Array(size);
    this.#found = new Int32Array(size);
    this.#beginnings = new SpellingTree(size);
    this.#endings = new SpellingTree(size);
    for (const [leaf, operators] of exceptions.entries()) {
      for (const [layer, operator] of operators.entries()) {
        const index = this.#single ? layer : layer * this.#words * 32 + leaf;
        setBit(this.#all, index);
        this.#add(operator, index);
      }
    }
  }

  get empty(): boolean {
    return this.#all.length === 0;
  }

  /** Marks the leaves with an alternative that does not except the value. */
  mark(value: Scalar, found: Int32Array, offset: number): void {
    const excepted = this.#found;
    for (let word = 0; word < excepted.length; word += 1) excepted[word] = 0;
    const named = this.#named.get(value);
    if (named !== undefined) join(excepted, 0, named);
    if (typeof value === 'string') {
      if (!this.#beginnings.empty) this.#beginnings.mark(value, false, excepted, 0);
      if (!this.#endings.empty) this.#endings.mark(value, true, excepted, 0);
      if (!this.#globs.empty) this.#globs.mark(value, excepted, 0);
    }
    for (let word = 0; word < excepted.length; word += 1) {
      const accepting = this.#all[word]! & ~excepted[word]!;
      if (accepting === 0) continue;
      if (!this.#single) found[offset + (word % this.#words)]! |= accepting;
      else found[offset] = 1;
    }
  }

  #add(operator: AnythingBut, index: number): void {
    switch (operator.kind) {
      case 'but':
        for (const value of operator.values) this.#name(value, index);
        return;
      case 'but-prefix':
        for (const value of operator.values) this.#beginnings.add(unitsOf(value), index, false);
        return;
      case 'but-suffix':
        for (const value of operator.values) this.#endings.add(unitsOf(value).toReversed(), index, false);
        return;
      case 'but-fold':
        for (const { spellings } of operator.values) this.#beginnings.add(spellings, index, true);
        return;
      default:
        for (const glob of operator.values) this.#globs.add(glob, index);
    }
  }

  #name(value: Scalar, index: number): void {
    const marks = this.#named.get(value) ?? new Int32Array(this.#all.length);
    this.#named.set(value, marks);
    setBit(marks, index);
  }
}
