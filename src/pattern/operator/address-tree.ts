import { inAddressRange } from './address-range.ts';
import type { AddressRange } from './address-range.ts';
import { setBit } from './bits.ts';

/**
 * Ranges of addresses, each with a number: all are asked at once, in one walk along the digits of an address.
 *
 * Gives the verdicts of `inAddressRange`. A range leads along its bottom and along its top; a digit between the two
 * leads out of the tree and into the range, whatever follows.
 */
export class AddressTree {
  readonly #root: Node = { lone: undefined, inside: undefined, next: [] };
  readonly #words: number;
  #empty = true;

  constructor(words: number) {
    this.#words = words;
  }

  get empty(): boolean {
    return this.#empty;
  }

  add(range: AddressRange, index: number): void {
    this.#empty = false;
    this.#insert(this.#root, 0, { range, index, onBottom: true, onTop: true });
  }

  /** Marks the ranges that a value with so many digits falls into. */
  mark(digits: Uint8Array, count: number, found: Int32Array, offset: number): void {
    let node: Node | undefined = this.#root;
    for (let at = 0; at < count && node !== undefined; at += 1) {
      if (node.lone !== undefined) {
        if (inAddressRange(node.lone.range, digits, count)) setBit(found, node.lone.index, offset);
        return;
      }
      const digit = digits[at]!;
      const { inside } = node;
      if (inside !== undefined) {
        const from = digit * this.#words;
        for (let word = 0; word < this.#words; word += 1) found[offset + word]! |= inside[from + word]!;
      }
      node = node.next[digit];
    }
  }

  /** A range is laid out no further than it takes to tell it from others. */
  #insert(node: Node, depth: number, lane: Lane): void {
    if (node.lone === undefined && node.inside === undefined && node.next.length === 0) {
      node.lone = lane;
      return;
    }
    const { lone } = node;
    node.lone = undefined;
    if (lone !== undefined) this.#layOut(node, depth, lone);
    this.#layOut(node, depth, lane);
  }

  #layOut(node: Node, depth: number, { range, index, onBottom, onTop }: Lane): void {
    const low = onBottom ? range.bottom[depth]! : 0;
    const high = onTop ? range.top[depth]! : 15;
    const last = depth === range.bottom.length - 1;
    for (let digit = low; digit <= high; digit += 1) {
      const staysOnBottom = onBottom && digit === low;
      const staysOnTop = onTop && digit === high;
      if (last || (!staysOnBottom && !staysOnTop)) {
        setBit((node.inside ??= new Int32Array(16 * this.#words)), index, digit * this.#words);
      } else {
        const next = (node.next[digit] ??= { lone: undefined, inside: undefined, next: [] });
        this.#insert(next, depth + 1, { range, index, onBottom: staysOnBottom, onTop: staysOnTop });
      }
    }
  }
}

/** A range on its way down the tree: whether it still goes along its bottom, and along its top. */
interface Lane {
  readonly range: AddressRange;
  readonly index: number;
  readonly onBottom: boolean;
  readonly onTop: boolean;
}

interface Node {
  /** The only range that leads here, not laid out yet. */
  lone: Lane | undefined;
  /** For each digit the ranges that it decides for. */
  inside: Int32Array | undefined;
  readonly next: (Node | undefined)[];
}
