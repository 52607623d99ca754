/** Numbers of conjunctions by the beginnings that texts may have, or the endings: all are found on one way through the text. */
export class AffixTree {
  readonly #root = newNode();
  readonly #fromEnd: boolean;

  constructor(fromEnd: boolean) {
    this.#fromEnd = fromEnd;
  }

  add(affix: string, conjunction: number): void {
    let node = this.#root;
    for (let index = 0; index < affix.length; index += 1) {
      node = step(node, affix.charCodeAt(this.#fromEnd ? affix.length - 1 - index : index));
    }
    if (node.conjunctions.at(-1) !== conjunction) node.conjunctions.push(conjunction);
  }

  /** Hands over what belongs to each of the text's beginnings, or endings. */
  find(text: string, take: (conjunctions: readonly number[]) => void): void {
    let node: Node | undefined = this.#root;
    for (let index = 0; ; index += 1) {
      if (node.conjunctions.length > 0) take(node.conjunctions);
      if (index === text.length) return;
      const code = text.charCodeAt(this.#fromEnd ? text.length - 1 - index : index);
      node = node.code === code ? node.next : node.others?.get(code);
      if (node === undefined) return;
    }
  }
}

/** The first way on from a node is kept apart: most nodes have no other. */
interface Node {
  code: number;
  next: Node | undefined;
  others: Map<number, Node> | undefined;
  readonly conjunctions: number[];
}

function newNode(): Node {
  return { code: -1, next: undefined, others: undefined, conjunctions: [] };
}

function step(node: Node, code: number): Node {
  const known = node.code === code ? node.next : node.others?.get(code);
  if (known !== undefined) return known;
  const made = newNode();
  if (node.code < 0) {
    node.code = code;
    node.next = made;
  } else {
    node.others ??= new Map();
    node.others.set(code, made);
  }
  return made;
}
