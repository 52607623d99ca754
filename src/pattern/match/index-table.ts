import type { Scalar } from '../scalar.ts';
import { AffixTree } from './affix-tree.ts';
import type { IndexKey } from './index-keys.ts';

/** Numbers of conjunctions, by what a value at one path is like. */
export class IndexTable {
  readonly #values = new Map<Scalar, number[]>();
  readonly #lower = new Map<string, number[]>();
  readonly #prefixes = new AffixTree(false);
  readonly #suffixes = new AffixTree(true);
  readonly #present: number[] = [];

  add(key: IndexKey, conjunction: number): void {
    switch (key.by) {
      case 'value':
        return append(this.#values, key.of, conjunction);
      case 'lower':
        return append(this.#lower, key.of, conjunction);
      case 'prefix':
        return this.#prefixes.add(key.of, conjunction);
      case 'suffix':
        return this.#suffixes.add(key.of, conjunction);
      case 'presence':
        if (this.#present.at(-1) !== conjunction) this.#present.push(conjunction);
    }
  }

  /** The conjunctions that any value will do for. */
  get present(): readonly number[] {
    return this.#present;
  }

  /** Hands over the conjunctions that this value may be what they want. Some come twice, some in vain. */
  find(value: Scalar, take: (conjunctions: readonly number[]) => void): void {
    const named = this.#values.get(value);
    if (named !== undefined) take(named);
    if (typeof value !== 'string') return;
    if (this.#lower.size > 0) {
      const folded = this.#lower.get(value.toLowerCase());
      if (folded !== undefined) take(folded);
    }
    this.#prefixes.find(value, take);
    this.#suffixes.find(value, take);
  }
}

function append<Key>(table: Map<Key, number[]>, key: Key, conjunction: number): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [conjunction]);
  else if (list.at(-1) !== conjunction) list.push(conjunction);
}
