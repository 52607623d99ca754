import { setBit, wordsFor } from './bits.ts';
import { fitsGlob } from './glob.ts';
import type { Glob } from './glob.ts';
import { SpellingTree, unitsOf } from './spelling-tree.ts';

/** More wildcard patterns than this are told apart by their beginnings first. */
const FEW = 4;

/** Wildcard patterns, each with a number. Those that begin otherwise than a text are not even tried on it. */
export class GlobSet {
  readonly #globs: { readonly glob: Glob; readonly index: number }[] = [];
  #beginnings: SpellingTree | undefined;
  #found = new Int32Array(0);

  get empty(): boolean {
    return this.#globs.length === 0;
  }

  add(glob: Glob, index: number): void {
    this.#globs.push({ glob, index });
    this.#beginnings = undefined;
  }

  /** Marks the patterns that the whole text fits. */
  mark(text: string, found: Int32Array, offset: number): void {
    if (this.#globs.length <= FEW) {
      for (const each of this.#globs) if (fitsGlob(each.glob, text)) setBit(found, each.index, offset);
      return;
    }
    const beginnings = (this.#beginnings ??= this.#lay());
    this.#found.fill(0);
    beginnings.mark(text, false, this.#found, 0);
    for (let word = 0; word < this.#found.length; word += 1) {
      for (let left = this.#found[word]!; left !== 0; left &= left - 1) {
        const { glob, index } = this.#globs[word * 32 + 31 - Math.clz32(left & -left)]!;
        if (fitsGlob(glob, text)) setBit(found, index, offset);
      }
    }
  }

  #lay(): SpellingTree {
    const words = wordsFor(this.#globs.length);
    const tree = new SpellingTree(words);
    for (const [place, { glob }] of this.#globs.entries()) tree.add(unitsOf(glob.first), place, false);
    this.#found = new Int32Array(words);
    return tree;
  }
}
