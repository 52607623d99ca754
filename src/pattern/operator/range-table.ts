import { join, setBit } from './bits.ts';
import type { NumericRange } from './operator.ts';

/** Ranges of numbers, each with a number of its own: which of them a value is in is looked up for all at once. */
export class RangeTable {
  readonly #ranges: { readonly range: NumericRange; readonly index: number }[] = [];
  readonly #words: number;
  /** All bounds, ascending. */
  #bounds: readonly number[] = [];
  /** For each bound the ranges that it is in, before it those that the numbers below it are in, and behind the last. */
  #inside: readonly Int32Array[] | undefined;

  constructor(words: number) {
    this.#words = words;
  }

  get empty(): boolean {
    return this.#ranges.length === 0;
  }

  add(range: NumericRange, index: number): void {
    this.#ranges.push({ range, index });
    this.#inside = undefined;
  }

  /** Marks the ranges that the value is in. */
  mark(value: number, found: Int32Array, offset: number): void {
    const table = (this.#inside ??= this.#lay());
    const bounds = this.#bounds;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! < value) low = middle + 1;
      else high = middle;
    }
    join(found, offset, table[low < bounds.length && bounds[low] === value ? 2 * low + 1 : 2 * low]!);
  }

  #lay(): readonly Int32Array[] {
    const all = this.#ranges.flatMap(({ range: { bottom, top } }) => [bottom?.value ?? [], top?.value ?? []].flat());
    const bounds = [...new Set(all)].toSorted((a, b) => a - b);
    const places = new Map(bounds.map((bound, place) => [bound, place]));
    const table = Array.from({ length: 2 * bounds.length + 1 }, () => new Int32Array(this.#words));
    for (const { range, index } of this.#ranges) {
      const { bottom, top } = range;
      const from = bottom === undefined ? 0 : 2 * places.get(bottom.value)! + (bottom.open ? 2 : 1);
      const to = top === undefined ? table.length - 1 : 2 * places.get(top.value)! + (top.open ? 0 : 1);
      for (let place = from; place <= to; place += 1) setBit(table[place]!, index);
    }
    this.#bounds = bounds;
    return table;
  }
}
