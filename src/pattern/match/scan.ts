import { readNumber } from '../scalar.ts';
import { FEW_EDGES, followKey } from './path-tree.ts';
import type { Edge, PathNode } from './path-tree.ts';
import type { Sightings } from './sightings.ts';
import { TextBytes } from './text-bytes.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const DIGIT_0 = 0x30;
const DEEPEST = 1000;
/** Whole numbers of no more digits are read without being cut out of the text. */
const SHORT = 9;

/**
 * Looks events up in their JSON text, reading closely only where some pattern looks.
 *
 * Sees what a parser hides: numbers as they are spelled, and both values of a key that is said twice. The text has to
 * be JSON; what no pattern looks at is passed over unchecked, and text that makes no sense is a SyntaxError.
 *
 * Its methods take a place in the text and return the place behind what they have read: a cursor would cost as much as
 * the reading. One instance serves event after event.
 */
export class Scanner {
  readonly #sightings: Sightings;
  readonly #root: PathNode;
  readonly #loaded = new TextBytes();
  #bytes = this.#loaded.bytes;
  #words = this.#loaded.words;
  #text = '';
  #length = 0;
  #depth = 0;
  /** The first backslash behind the last place that was asked about, the end of the text where there is none. */
  #backslash = 0;

  constructor(root: PathNode, sightings: Sightings) {
    this.#root = root;
    this.#sightings = sightings;
  }

  scan(text: string): void {
    this.#loaded.load(text);
    this.#bytes = this.#loaded.bytes;
    this.#words = this.#loaded.words;
    this.#text = text;
    this.#length = text.length;
    this.#depth = 0;
    this.#backslash = -1;
    const at = this.#solid(0);
    const behind = this.#bytes[at] === OPEN_OBJECT ? this.#object(at, this.#root, 0) : this.#skip(at);
    const end = this.#solid(behind);
    if (end < text.length) this.#fail(end);
    this.#text = '';
  }

  /** The next place that is not white space. */
  #solid(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    for (let code = bytes[at]!; code <= 0x20; code = bytes[++at]!) {
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    }
    return at;
  }

  #object(start: number, node: PathNode, element: number): number {
    const bytes = this.#bytes;
    this.#enter();
    let at = this.#solid(start + 1);
    if (bytes[at] !== CLOSE_OBJECT) {
      while (true) {
        if (bytes[at] !== QUOTE) this.#fail(at);
        const end = this.#endOfString(at);
        const next = this.#follow(node, at + 1, end);
        at = end + 1;
        if (bytes[at] !== COLON) {
          at = this.#solid(at);
          if (bytes[at] !== COLON) this.#fail(at);
        }
        at = this.#solid(at + 1);
        at = next === undefined ? this.#skip(at) : this.#value(at, next, element);
        if (bytes[at] !== COMMA) {
          at = this.#solid(at);
          if (bytes[at] === CLOSE_OBJECT) break;
          if (bytes[at] !== COMMA) this.#fail(at);
        }
        at = this.#solid(at + 1);
      }
    }
    this.#depth -= 1;
    return at + 1;
  }

  #list(start: number, node: PathNode, element: number): number {
    const bytes = this.#bytes;
    const sightings = this.#sightings;
    const list = sightings.openList();
    this.#enter();
    let at = this.#solid(start + 1);
    if (bytes[at] !== CLOSE_LIST) {
      while (true) {
        if (bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_LIST) {
          const inner = sightings.openElement(list, element);
          at = this.#value(at, node, inner);
          sightings.closeElement(inner);
        } else {
          at = this.#value(at, node, element);
        }
        at = this.#solid(at);
        if (bytes[at] === CLOSE_LIST) break;
        if (bytes[at] !== COMMA) this.#fail(at);
        at = this.#solid(at + 1);
      }
    }
    this.#depth -= 1;
    sightings.closeList(list);
    return at + 1;
  }

  /** Where the key between two places leads, if anywhere. */
  #follow(node: PathNode, start: number, end: number): PathNode | undefined {
    const edges = node.byLength[end - start];
    if (node.deep || this.#escapes(start, end) || !this.#loaded.ascii) return followKey(node, this.#string(start, end));
    if (edges === undefined) return undefined;
    if (edges.length > FEW_EDGES) return node.edges.get(this.#text.slice(start, end));
    for (let index = 0; index < edges.length; index += 1)
      if (this.#stands(edges[index]!, start)) return edges[index]!.node;
    return undefined;
  }

  #stands({ units: key }: Edge, start: number): boolean {
    const bytes = this.#bytes;
    for (let at = key.length - 1; at >= 0; at -= 1) if (bytes[start + at] !== key[at]) return false;
    return true;
  }

  #value(at: number, node: PathNode, element: number): number {
    const code = this.#bytes[at]!;
    if (code === OPEN_OBJECT) return node.edges.size === 0 ? this.#skipNested(at) : this.#object(at, node, element);
    if (code === OPEN_LIST) return this.#list(at, node, element);
    return node.field < 0 ? this.#skip(at) : this.#leaf(at, node.field, element);
  }

  #leaf(at: number, field: number, element: number): number {
    if (this.#bytes[at] === QUOTE) {
      const end = this.#endOfString(at);
      this.#sightings.add(field, this.#string(at + 1, end), element);
      return end + 1;
    }
    const end = this.#endOfWord(at);
    const whole = end - at <= SHORT ? this.#shortWhole(at, end) : -1;
    if (whole >= 0) {
      this.#sightings.add(field, whole, element);
      return end;
    }
    const word = this.#text.slice(at, end);
    if (word === 'true' || word === 'false') this.#sightings.add(field, word === 'true', element);
    else if (word === 'null') this.#sightings.add(field, null, element);
    else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word))
      this.#sightings.add(field, readNumber(word), element);
    else this.#fail(at);
    return end;
  }

  /** The whole number between two places; -1 where anything else stands there. */
  #shortWhole(start: number, end: number): number {
    const bytes = this.#bytes;
    if (bytes[start] === DIGIT_0 && end - start > 1) return -1;
    let value = 0;
    for (let at = start; at < end; at += 1) {
      const digit = bytes[at]! - DIGIT_0;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  #skip(at: number): number {
    const code = this.#bytes[at]!;
    if (code === QUOTE) return this.#endOfString(at) + 1;
    return code === OPEN_OBJECT || code === OPEN_LIST ? this.#skipNested(at) : this.#endOfWord(at);
  }

  /** Passes over an object or a list as a whole, minding only strings and brackets. */
  #skipNested(start: number): number {
    const bytes = this.#bytes;
    let at = start + 1;
    for (let depth = 1; depth > 0; at += 1) {
      const code = bytes[at]!;
      if (code === QUOTE) {
        at = this.#endOfString(at);
      } else if ((code & ~0x20) === OPEN_LIST) {
        // An opening brace or bracket: they differ in one bit, and so do the closing ones.
        depth += 1;
      } else if ((code & ~0x20) === CLOSE_LIST) {
        depth -= 1;
      }
    }
    return at;
  }

  /** The place of the quote that closes the string that opens here. */
  #endOfString(start: number): number {
    const end = this.#quoteFrom(start + 1);
    if (this.#bytes[end - 1] === BACKSLASH) return this.#endOfEscaped(end);
    return end < this.#length ? end : this.#fail(this.#length);
  }

  /** The same, when the first quote inside may be an escaped one. */
  #endOfEscaped(first: number): number {
    const bytes = this.#bytes;
    let end = first;
    while (end < this.#length) {
      let at = end - 1;
      while (bytes[at] === BACKSLASH) at -= 1;
      if ((end - at) % 2 === 1) return end;
      end = this.#quoteFrom(end + 1);
    }
    return this.#fail(this.#length);
  }

  /** The first quote from here on; behind the text there is one. */
  #quoteFrom(from: number): number {
    const words = this.#words;
    for (let at = from; ; at += 4) {
      const quotesAreZero = words.getInt32(at, true) ^ 0x22222222;
      // The lowest bit that is left belongs to the first byte that is zero.
      const found = (quotesAreZero - 0x01010101) & ~quotesAreZero & 0x80808080;
      if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >>> 3);
    }
  }

  #endOfWord(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    // Also at a quote: there is one behind the text, and then what is left of others.
    for (
      let code = bytes[at]!;
      code > 0x20 && code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST && code !== QUOTE;
    )
      code = bytes[++at]!;
    return at === start ? this.#fail(at) : at;
  }

  /** Whether a backslash stands between two places; asked from the front of the text to its end. */
  #escapes(start: number, end: number): boolean {
    if (this.#backslash < start) {
      const found = this.#text.indexOf('\\', start);
      this.#backslash = found < 0 ? this.#length : found;
    }
    return this.#backslash < end;
  }

  /** The string between two quotes. */
  #string(start: number, end: number): string {
    const raw = this.#text.slice(start, end);
    if (!this.#escapes(start, end)) return raw;
    const value: unknown = JSON.parse(`"${raw}"`);
    return typeof value === 'string' ? value : this.#fail(start);
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new SyntaxError(`the event is nested more than ${DEEPEST} levels deep`);
  }

  #fail(at: number): never {
    const text = this.#text;
    const found = at < text.length ? JSON.stringify(text.charAt(at)) : 'end';
    throw new SyntaxError(`the event is not JSON: unexpected ${found} at position ${Math.min(at, text.length)}`);
  }
}
