import { readNumber } from '../scalar.ts';
import { codeUnitsOf } from './code-units.ts';
import type { Edge, PathNode } from './path-tree.ts';
import type { Sightings } from './sightings.ts';

/**
 * Looks an event up in its JSON text, reading closely only where some pattern looks.
 *
 * Sees what a parser hides: numbers as they are spelled, and both values of a key that is said twice. The text has to
 * be JSON; what no pattern looks at is passed over unchecked, and text that makes no sense is a SyntaxError.
 */
export function scan(text: string, root: PathNode, sightings: Sightings): void {
  const scanner = new Scanner(text, sightings);
  scanner.event(root);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const DEEPEST = 1000;
/** So many keys of one length are looked up faster than gone through. */
const FEW_EDGES = 6;

class Scanner {
  readonly #text: string;
  /** The code units of the text; behind its end there are zeros, which no JSON has in it. */
  readonly #units: Uint16Array;
  readonly #sightings: Sightings;
  #at = 0;
  #depth = 0;
  /** Whether the string last passed over has escapes in it. */
  #escaped = false;

  constructor(text: string, sightings: Sightings) {
    this.#text = text;
    this.#units = codeUnitsOf(text);
    this.#sightings = sightings;
  }

  event(root: PathNode): void {
    const code = this.#space();
    if (code === OPEN_OBJECT) this.#object(root, 0);
    else this.#skipValue(code);
    this.#space();
    if (this.#at < this.#text.length) this.#fail();
  }

  /** The code at the next place that is not white space; 0 at the end. */
  #space(): number {
    const units = this.#units;
    let at = this.#at;
    let code = units[at]!;
    while (code <= 0x20 && (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) code = units[++at]!;
    this.#at = at;
    return code;
  }

  #object(node: PathNode, element: number): void {
    this.#enter();
    if (this.#space() === CLOSE_OBJECT) return this.#leave();
    while (true) {
      if (this.#space() !== QUOTE) this.#fail();
      const next = this.#key(node);
      if (this.#space() !== COLON) this.#fail();
      this.#at += 1;
      if (next === undefined) this.#skipValue(this.#space());
      else this.#value(next, element);
      const code = this.#space();
      if (code === CLOSE_OBJECT) return this.#leave();
      if (code !== COMMA) this.#fail();
      this.#at += 1;
    }
  }

  #list(node: PathNode, element: number): void {
    const sightings = this.#sightings;
    const list = sightings.openList();
    this.#enter();
    if (this.#space() !== CLOSE_LIST) {
      while (true) {
        const code = this.#space();
        if (code === OPEN_OBJECT || code === OPEN_LIST) {
          const inner = sightings.openElement(list, element);
          this.#value(node, inner);
          sightings.closeElement(inner);
        } else {
          this.#value(node, element);
        }
        const after = this.#space();
        if (after === CLOSE_LIST) break;
        if (after !== COMMA) this.#fail();
        this.#at += 1;
      }
    }
    this.#leave();
    sightings.closeList(list);
  }

  /** Reads the key at the cursor and returns where it leads, if anywhere. */
  #key(node: PathNode): PathNode | undefined {
    const start = this.#at + 1;
    this.#skipString();
    const length = this.#at - 1 - start;
    if (this.#escaped) return node.edges.get(this.#unescape(start));
    const edges = node.byLength[length];
    if (edges === undefined) return undefined;
    if (edges.length > FEW_EDGES) return node.edges.get(this.#text.slice(start, start + length));
    for (const edge of edges) if (this.#stands(edge, start)) return edge.node;
    return undefined;
  }

  #stands({ units: key }: Edge, start: number): boolean {
    const units = this.#units;
    for (let at = key.length - 1; at >= 0; at -= 1) if (units[start + at] !== key[at]) return false;
    return true;
  }

  #value(node: PathNode, element: number): void {
    const code = this.#space();
    if (code === OPEN_OBJECT) {
      if (node.edges.size === 0) this.#skipNested();
      else this.#object(node, element);
    } else if (code === OPEN_LIST) {
      this.#list(node, element);
    } else if (node.field < 0) {
      this.#skipValue(code);
    } else {
      this.#leaf(code, node.field, element);
    }
  }

  #leaf(code: number, field: number, element: number): void {
    const start = this.#at;
    if (code === QUOTE) {
      this.#skipString();
      this.#sightings.add(
        field,
        this.#escaped ? this.#unescape(start + 1) : this.#text.slice(start + 1, this.#at - 1),
        element,
      );
      return;
    }
    this.#skipWord();
    const word = this.#text.slice(start, this.#at);
    if (word === 'true' || word === 'false') this.#sightings.add(field, word === 'true', element);
    else if (word === 'null') this.#sightings.add(field, null, element);
    else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word))
      this.#sightings.add(field, readNumber(word), element);
    else this.#fail();
  }

  #skipValue(code: number): void {
    if (code === QUOTE) this.#skipString();
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#skipNested();
    else this.#skipWord();
  }

  /** Passes over an object or a list as a whole, minding only strings and brackets. */
  #skipNested(): void {
    const units = this.#units;
    let at = this.#at + 1;
    for (let depth = 1; depth > 0; at += 1) {
      const code = units[at]!;
      if (code === QUOTE) {
        at = this.#endOfString(at);
      } else if ((code & ~0x20) === 0x5b) {
        // An opening brace or bracket: they differ in one bit, and so do the closing ones.
        depth += 1;
      } else if ((code & ~0x20) === 0x5d) {
        depth -= 1;
      } else if (code === 0 && at >= this.#text.length) {
        this.#at = at;
        this.#fail();
      }
    }
    this.#at = at;
  }

  /** From an opening quote to behind the closing one. */
  #skipString(): void {
    this.#escaped = false;
    this.#at = this.#endOfString(this.#at) + 1;
  }

  /** The place of the quote that closes the string that opens here. */
  #endOfString(start: number): number {
    const units = this.#units;
    let at = start + 1;
    for (let code = units[at]!; code !== QUOTE; code = units[++at]!) {
      if (code === BACKSLASH) {
        this.#escaped = true;
        at += 1;
      } else if (code === 0 && at >= this.#text.length) {
        this.#at = at;
        this.#fail();
      }
    }
    return at;
  }

  #skipWord(): void {
    const units = this.#units;
    const start = this.#at;
    let at = start;
    for (let code = units[at]!; code > 0x20 && code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST;)
      code = units[++at]!;
    this.#at = at;
    if (at === start) this.#fail();
  }

  /** The string that began at `start` and has just been passed over. */
  #unescape(start: number): string {
    const value: unknown = JSON.parse(this.#text.slice(start - 1, this.#at));
    return typeof value === 'string' ? value : this.#fail();
  }

  #enter(): void {
    this.#at += 1;
    if (++this.#depth > DEEPEST) throw new SyntaxError(`the event is nested more than ${DEEPEST} levels deep`);
  }

  #leave(): void {
    this.#at += 1;
    this.#depth -= 1;
  }

  #fail(): never {
    throw new SyntaxError(
      `the event is not JSON: unexpected ${JSON.stringify(this.#text.charAt(this.#at)) || 'end'} at position ${this.#at}`,
    );
  }
}
