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
  new Scanner(text, sightings).event(root);
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
/** Strings up to this length are read unit by unit. */
const NEAR = 24;
/** So many keys of one length are looked up faster than gone through. */
const FEW_EDGES = 6;

/** Its methods take a place in the text and return the place behind what they have read: a cursor would cost as much as the reading. */
class Scanner {
  readonly #text: string;
  /** The code units of the text, and a zero behind them, which no JSON has in it. */
  readonly #units: Uint16Array;
  readonly #sightings: Sightings;
  #depth = 0;
  /** Whether the string read last may have escapes in it. */
  #escaped = false;

  constructor(text: string, sightings: Sightings) {
    this.#text = text;
    this.#units = codeUnitsOf(text);
    this.#sightings = sightings;
  }

  event(root: PathNode): void {
    const at = this.#solid(0);
    const behind = this.#units[at] === OPEN_OBJECT ? this.#object(at, root, 0) : this.#skip(at);
    const end = this.#solid(behind);
    if (end < this.#text.length) this.#fail(end);
  }

  /** The next place that is not white space. */
  #solid(from: number): number {
    const units = this.#units;
    let at = from;
    for (let code = units[at]!; code <= 0x20; code = units[++at]!) {
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    }
    return at;
  }

  #object(start: number, node: PathNode, element: number): number {
    const units = this.#units;
    this.#enter();
    let at = this.#solid(start + 1);
    if (units[at] !== CLOSE_OBJECT) {
      while (true) {
        if (units[at] !== QUOTE) this.#fail(at);
        this.#escaped = false;
        const end = this.#endOfString(at);
        const next = this.#follow(node, at + 1, end);
        at = end + 1;
        if (units[at] !== COLON) at = this.#solid(at);
        if (units[at] !== COLON) this.#fail(at);
        at = this.#solid(at + 1);
        at = next === undefined ? this.#skip(at) : this.#value(at, next, element);
        if (units[at] !== COMMA) {
          at = this.#solid(at);
          if (units[at] === CLOSE_OBJECT) break;
          if (units[at] !== COMMA) this.#fail(at);
        }
        at = this.#solid(at + 1);
      }
    }
    this.#depth -= 1;
    return at + 1;
  }

  #list(start: number, node: PathNode, element: number): number {
    const units = this.#units;
    const sightings = this.#sightings;
    const list = sightings.openList();
    this.#enter();
    let at = this.#solid(start + 1);
    if (units[at] !== CLOSE_LIST) {
      while (true) {
        if (units[at] === OPEN_OBJECT || units[at] === OPEN_LIST) {
          const inner = sightings.openElement(list, element);
          at = this.#value(at, node, inner);
          sightings.closeElement(inner);
        } else {
          at = this.#value(at, node, element);
        }
        at = this.#solid(at);
        if (units[at] === CLOSE_LIST) break;
        if (units[at] !== COMMA) this.#fail(at);
        at = this.#solid(at + 1);
      }
    }
    this.#depth -= 1;
    sightings.closeList(list);
    return at + 1;
  }

  /** Where the key between two places leads, if anywhere. */
  #follow(node: PathNode, start: number, end: number): PathNode | undefined {
    if (this.#escaped) return node.edges.get(this.#string(start, end));
    const edges = node.byLength[end - start];
    if (edges === undefined) return undefined;
    if (edges.length > FEW_EDGES) return node.edges.get(this.#text.slice(start, end));
    for (let index = 0; index < edges.length; index += 1)
      if (this.#stands(edges[index]!, start)) return edges[index]!.node;
    return undefined;
  }

  #stands({ units: key }: Edge, start: number): boolean {
    const units = this.#units;
    for (let at = key.length - 1; at >= 0; at -= 1) if (units[start + at] !== key[at]) return false;
    return true;
  }

  #value(at: number, node: PathNode, element: number): number {
    const code = this.#units[at]!;
    if (code === OPEN_OBJECT) return node.edges.size === 0 ? this.#skipNested(at) : this.#object(at, node, element);
    if (code === OPEN_LIST) return this.#list(at, node, element);
    return node.field < 0 ? this.#skip(at) : this.#leaf(at, node.field, element);
  }

  #leaf(at: number, field: number, element: number): number {
    if (this.#units[at] === QUOTE) {
      this.#escaped = false;
      const end = this.#endOfString(at);
      this.#sightings.add(field, this.#string(at + 1, end), element);
      return end + 1;
    }
    const end = this.#endOfWord(at);
    const word = this.#text.slice(at, end);
    if (word === 'true' || word === 'false') this.#sightings.add(field, word === 'true', element);
    else if (word === 'null') this.#sightings.add(field, null, element);
    else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word))
      this.#sightings.add(field, readNumber(word), element);
    else this.#fail(at);
    return end;
  }

  #skip(at: number): number {
    const code = this.#units[at]!;
    if (code === QUOTE) return this.#endOfString(at) + 1;
    return code === OPEN_OBJECT || code === OPEN_LIST ? this.#skipNested(at) : this.#endOfWord(at);
  }

  /** Passes over an object or a list as a whole, minding only strings and brackets. */
  #skipNested(start: number): number {
    const units = this.#units;
    let at = start + 1;
    for (let depth = 1; depth > 0; at += 1) {
      const code = units[at]!;
      if (code === QUOTE) {
        at = this.#endOfString(at);
      } else if ((code & ~0x20) === OPEN_LIST) {
        // An opening brace or bracket: they differ in one bit, and so do the closing ones.
        depth += 1;
      } else if ((code & ~0x20) === CLOSE_LIST) {
        depth -= 1;
      } else if (code === 0 && at >= this.#text.length) {
        this.#fail(at);
      }
    }
    return at;
  }

  /** The place of the quote that closes the string that opens here. */
  #endOfString(start: number): number {
    const units = this.#units;
    const near = start + NEAR;
    let at = start + 1;
    for (; at < near; at += 1) {
      const code = units[at]!;
      if (code === QUOTE) return at;
      // A zero may be the end of the text: behind it stands what is left of others.
      if (code === BACKSLASH || code === 0) return this.#endOfEscaped(at);
    }
    // The runtime finds what is far away faster than we do.
    const end = this.#text.indexOf('"', at);
    if (end < 0 || units[end - 1] === BACKSLASH) return this.#endOfEscaped(at);
    this.#escaped = true;
    return end;
  }

  /** The same from within a string that may have escapes. */
  #endOfEscaped(from: number): number {
    const units = this.#units;
    this.#escaped = true;
    let at = from;
    for (let code = units[at]!; code !== QUOTE; code = units[++at]!) {
      if (code === BACKSLASH) at += 1;
      else if (code !== 0) continue;
      if (at >= this.#text.length) this.#fail(at);
    }
    return at;
  }

  #endOfWord(start: number): number {
    const units = this.#units;
    let at = start;
    for (let code = units[at]!; code > 0x20 && code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST;)
      code = units[++at]!;
    return at === start ? this.#fail(at) : at;
  }

  /** The string between two quotes. */
  #string(start: number, end: number): string {
    const raw = this.#text.slice(start, end);
    if (!this.#escaped || !raw.includes('\\')) return raw;
    const value: unknown = JSON.parse(`"${raw}"`);
    return typeof value === 'string' ? value : this.#fail(start);
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new SyntaxError(`the event is nested more than ${DEEPEST} levels deep`);
  }

  #fail(at: number): never {
    const found = at < this.#text.length ? JSON.stringify(this.#text.charAt(at)) : 'end';
    throw new SyntaxError(`the event is not JSON: unexpected ${found} at position ${at}`);
  }
}
