/** A set of rules about beginnings of texts, each a number from 0 on; any number of them is asked at once. */
export class SpellingTree {
  readonly #root = newNode();
  readonly #words: number;

  /** For rules numbered below `count`. */
  constructor(count: number) {
    this.#words = Math.ceil(count / 32);
  }

  /**
   * Adds a text, given as the spellings that will do for each of its characters. `whole` asks for nothing behind it.
   */
  add(spellings: readonly (readonly string[])[], rule: number, whole: boolean): void {
    let node = this.#root;
    for (const choices of spellings) node = step(node, choices);
    const marks = (node[whole ? 'whole' : 'beginning'] ??= new Int32Array(this.#words));
    marks[rule >>> 5]! |= 1 << (rule & 31);
  }

  /**
   * Marks the rules that a text, read from `from` in steps of 1 or -1 up to `to`, is in accord with. Whether the text
   * ends is judged at `end`, which lies before `to` where a quote may be taken in.
   */
  mark(text: string, from: number, end: number, to: number, direction: 1 | -1, found: Int32Array): boolean {
    let nodes: readonly Node[] = [this.#root];
    let any = false;
    for (let at = from; ; at += direction) {
      for (const node of nodes) {
        if (node.beginning !== undefined) any = join(found, node.beginning);
        if (node.whole !== undefined && at === end) any = join(found, node.whole);
      }
      if (at === to) return any;
      nodes = follow(nodes, text.charCodeAt(at));
      if (nodes.length === 0) return any;
    }
  }
}

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
  if (nodes.length === 1) return nodes[0]!.next.get(code) ?? [];
  return nodes.flatMap((node) => node.next.get(code) ?? []);
}

function join(found: Int32Array, marks: Int32Array): true {
  for (let word = 0; word < marks.length; word += 1) found[word]! |= marks[word]!;
  return true;
}
