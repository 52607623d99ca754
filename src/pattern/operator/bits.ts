/** Sets of small numbers, 32 to a word: `found` holds one from `offset` on. */

/** How many words a set of numbers below `count` takes. */
export function wordsFor(count: number): number {
  return (count + 31) >>> 5;
}

/** Puts one number into a set. */
export function setBit(found: Int32Array, index: number, offset = 0): void {
  found[offset + (index >>> 5)]! |= 1 << (index & 31);
}

/** Whether a number is in a set. */
export function hasBit(found: Int32Array, index: number, offset = 0): boolean {
  return (found[offset + (index >>> 5)]! & (1 << (index & 31))) !== 0;
}

/** Puts all numbers of one set into another. */
export function join(found: Int32Array, offset: number, bits: Int32Array): true {
  for (let word = 0; word < bits.length; word += 1) found[offset + word]! |= bits[word]!;
  return true;
}
