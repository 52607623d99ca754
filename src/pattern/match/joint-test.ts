import { readAddress, readDigits, readNumberDigits, roomForAddress } from '../operator/address.ts';
import { AddressTree } from '../operator/address-tree.ts';
import { join, setBit, wordsFor } from '../operator/bits.ts';
import { GlobSet } from '../operator/glob-set.ts';
import type { AddressTest, Operator } from '../operator/operator.ts';
import { RangeTable } from '../operator/range-table.ts';
import { SpellingTree, unitsOf } from '../operator/spelling-tree.ts';
import { RawNumber } from '../scalar.ts';
import type { Scalar } from '../scalar.ts';
import { JointExceptions } from './joint-exceptions.ts';

/**
 * Leaves of patterns, numbered in their order, that are asked together about a value: however many there are, and
 * however many alternatives they have, each kind of alternative costs the value one look-up.
 */
export class JointTest {
  /** How many words a set of the leaves takes. */
  readonly words: number;
  /** The leaves that accept anything, if any does. */
  readonly #all: Int32Array;
  #takesAll = false;
  readonly #named = new Map<Scalar, Int32Array>();
  readonly #raw = new Map<string, Int32Array>();
  readonly #ranges: RangeTable;
  readonly #addresses: AddressTree;
  readonly #addressesOfNumbers: AddressTree;
  readonly #beginnings: SpellingTree;
  readonly #endings: SpellingTree;
  readonly #globs = new GlobSet();
  readonly #exceptions: JointExceptions;

  constructor(leaves: readonly (readonly Operator[])[]) {
    this.words = wordsFor(leaves.length);
    this.#all = new Int32Array(this.words);
    this.#ranges = new RangeTable(this.words);
    this.#addresses = new AddressTree(this.words);
    this.#addressesOfNumbers = new AddressTree(this.words);
    this.#beginnings = new SpellingTree(this.words);
    this.#endings = new SpellingTree(this.words);
    this.#exceptions = new JointExceptions(leaves);
    for (const [leaf, operators] of leaves.entries()) for (const operator of operators) this.#add(operator, leaf);
  }

  /** Marks the leaves that accept the value, in the set that begins at `offset`. */
  mark(value: Scalar, found: Int32Array, offset: number): void {
    if (this.#takesAll) join(found, offset, this.#all);
    if (!this.#exceptions.empty) this.#exceptions.mark(value, found, offset);
    if (typeof value === 'string') {
      this.#markString(value, found, offset);
      return;
    }
    if (this.#named.size > 0) {
      const named = this.#named.get(value);
      if (named !== undefined) join(found, offset, named);
    }
    if (typeof value === 'number') {
      if (!this.#ranges.empty) this.#ranges.mark(value, found, offset);
      if (!this.#addressesOfNumbers.empty)
        this.#addressesOfNumbers.mark(digits, readNumberDigits(value, digits), found, offset);
    } else if (value instanceof RawNumber) {
      const raw = this.#raw.get(value.text);
      if (raw !== undefined) join(found, offset, raw);
      if (!this.#addresses.empty) this.#addresses.mark(digits, readDigits(value.text, digits), found, offset);
    }
  }

  #markString(value: string, found: Int32Array, offset: number): void {
    if (this.#named.size > 0) {
      const named = this.#named.get(value);
      if (named !== undefined) join(found, offset, named);
    }
    if (!this.#beginnings.empty) this.#beginnings.mark(value, false, found, offset);
    if (!this.#endings.empty) this.#endings.mark(value, true, found, offset);
    if (!this.#globs.empty) this.#globs.mark(value, found, offset);
    if (this.#addresses.empty) return;
    this.#addresses.mark(digits, readAddress(value, digits), found, offset);
  }

  #add(operator: Operator, leaf: number): void {
    switch (operator.kind) {
      case 'exists':
        this.#takesAll = true;
        return setBit(this.#all, leaf);
      case 'string':
      case 'word':
        return this.#name(this.#named, operator.value, leaf);
      case 'number':
        return typeof operator.value === 'object'
          ? this.#name(this.#raw, operator.value.text, leaf)
          : this.#name(this.#named, operator.value, leaf);
      case 'range':
        return this.#ranges.add(operator, leaf);
      case 'address':
        return this.#addAddress(operator, leaf);
      case 'prefix':
        return this.#beginnings.add(unitsOf(operator.value), leaf, false);
      case 'suffix':
        return this.#endings.add(unitsOf(operator.value).toReversed(), leaf, false);
      case 'fold':
        return this.#beginnings.add(operator.folded.spellings, leaf, true);
      case 'fold-prefix':
        return this.#beginnings.add(operator.folded.spellings, leaf, false);
      case 'fold-suffix':
        return this.#endings.add(mirrored(operator.folded.backwards), leaf, false);
      case 'wildcard':
        return this.#globs.add(operator.glob, leaf);
      default:
    }
  }

  #addAddress({ range, takesNumbers }: AddressTest, leaf: number): void {
    this.#addresses.add(range, leaf);
    if (takesNumbers === true) this.#addressesOfNumbers.add(range, leaf);
  }

  #name<Key>(table: Map<Key, Int32Array>, key: Key, leaf: number): void {
    const marks = table.get(key) ?? new Int32Array(this.words);
    table.set(key, marks);
    setBit(marks, leaf);
  }
}

const digits = roomForAddress();

/** The spellings, each read backwards. */
function mirrored(spellings: readonly (readonly string[])[]): string[][] {
  return spellings.map((choices) =>
    choices.map((spelling) =>
      Array.from({ length: spelling.length }, (_, index) => spelling.charAt(spelling.length - 1 - index)).join(''),
    ),
  );
}
