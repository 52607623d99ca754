import { join, setBit } from './bits.ts';

/** A set of rules about beginnings of texts, each a number from 0 on; any number of them is asked at once. */
export class SpellingTree {
  readonly #root = newNode();
  readonly #words: number;

  #empty = true;

  constructor(words: number) {
    this.#words = words;
  }

  get empty(): boolean {
    return this.#empty;
  }

  /**
   * Adds a text, given as the spellings that will do for each of its characters. `whole` asks for nothing behind it.
   */
  add(spellings: readonly (readonly string[])[], rule: number, whole: boolean): void {
    this.#empty = false;
    let node = this.#root;
    for (const choices of spellings) node = step(node, choices);
    setBit((node[whole ? 'whole' : 'beginning'] ??= new Int32Array(this.#words)), rule);
  }

  /**
   * Marks the rules that a text, read from its front or from its back, is in accord with. The quote behind the text is
   * read too: to AWS it is part of the value.
   */
  mark(text: string, backwards: boolean, found: Int32Array, offset: number): boolean {
    const { length } = text;
    let nodes: readonly Node[] = [this.#root];
    let any = false;
    for (let at = 0; ; at += 1) {
      for (let index = 0; index < nodes.length; index += 1) {
        const { beginning, whole } = nodes[index]!;
        if (beginning !== undefined) any = join(found, offset, beginning);
        if (whole !== undefined && at === length) any = join(found, offset, whole);
      }
      if (at > length) return any;
      nodes = follow(nodes, at === length ? QUOTE : text.charCodeAt(backwards ? length - 1 - at : at));
      if (nodes.length === 0) return any;
    }
  }
}

const QUOTE = 0x22;
const NONE: readonly Node[] = [];

interface Node {
  /** What each next code unit leads to. */
  readonly next: Map<number, Node[]>;
  /** Where a character leads that may be spelled in these ways. */
  readonly behind: Map<string, Node>;
  beginning: Int32Array | undefined;
  whole: Int32Array | undefined;
}

function newNode(): Node {
  return { next: new Map(), behind: new Map(), beginning: undefined, whole: undefined };
}

function step(node: Node, choices: readonly string[]): Node {
  const key = JSON.stringify(choices);
  const known = node.behind.get(key);
  if (known !== undefined) return known;
  const target = newNode();
  node.behind.set(key, target);
  for (const spelling of new Set(choices)) {
    let here = node;
    for (let index = 0; index < spelling.length; index += 1) {
      const next = index === spelling.length - 1 ? target : newNode();
      const code = spelling.charCodeAt(index);
      here.next.set(code, [...(here.next.get(code) ?? []), next]);
      here = next;
    }
  }
  return target;
}

function follow(nodes: readonly Node[], code: number): readonly Node[] {
  if (nodes.length === 1) return nodes[0]!.next.get(code) ?? NONE;
  return nodes.flatMap((node) => node.next.get(code) ?? NONE);
}

/** The units of a text, each with the one spelling that it has. */
export function unitsOf(text: string): string[][] {
  return Array.from({ length: text.length }, (_, index) => [text.charAt(index)]);
}
