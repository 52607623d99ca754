import { endOfString } from '../file/nesting.ts';
import type { Kind } from './kind.ts';

/** What is put in the place of each part of JSON text, as it stands there: strings without their quotes, still escaped. */
export interface JsonChange {
  key(raw: string): { readonly raw: string; readonly kind: Kind };
  value(raw: string, kind: Kind): string;
  /** A number of twelve digits. */
  number(digits: string): string;
  /** The kind of the values that come next: that of the last key, at the end too, should the text go on. */
  kind: Kind;
}

/**
 * Goes through JSON text from quote to quote, without reading it into values: what is not changed stays byte for byte.
 * `undefined` if it is no JSON, and something might stand where nobody looks.
 */
export function scanJson(text: string, change: JsonChange): string | undefined {
  let out = '';
  let copied = 0;
  let { kind } = change;
  let at = 0;
  const put = (from: number, to: number, by: string) => {
    out += text.slice(copied, from) + by;
    copied = to;
  };
  for (;;) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    // A colon comes right behind a key and nowhere else, and values do not touch: else it only looks like JSON.
    let before = at === 0 ? MARK : STRING;
    while (at < end) {
      const role = ROLES[text.charCodeAt(at)];
      if (role === undefined || (role === COLONS && before !== STRING)) return undefined;
      if (role === WORD && (before === WORD || before === STRING)) return undefined;
      if (role !== WORD) at += 1;
      else {
        TOKEN.lastIndex = at;
        const token = TOKEN.exec(text)?.[0];
        if (token === undefined) return undefined;
        const by = token.length === 12 && TWELVE.test(token) ? change.number(token) : token;
        if (by !== token) put(at, at + token.length, by);
        at += token.length;
      }
      if (role !== SPACE) before = role;
    }
    if (quote !== -1 && (before === WORD || before === STRING)) return undefined;
    if (quote === -1) break;
    let close = text.indexOf('"', quote + 1);
    if (close !== -1 && text.charCodeAt(close - 1) === BACKSLASH) close = endOfString(text, quote);
    if (close === -1) return undefined;
    at = close + 1;
    let after = text.charCodeAt(at);
    if (after <= 0x20) after = text.charCodeAt(firstBehindSpace(text, at));
    if (after === COLON) {
      const raw = text.slice(quote + 1, close);
      const key = change.key(raw);
      kind = key.kind;
      if (key.raw !== raw) put(quote + 1, close, key.raw);
    } else if (!isPlain(text, quote + 1, close - quote - 1, kind)) {
      const raw = text.slice(quote + 1, close);
      const by = change.value(raw, kind);
      if (by !== raw) put(quote + 1, close, by);
    }
  }
  change.kind = kind;
  return copied === 0 ? text : out + text.slice(copied);
}

const BACKSLASH = 0x5c;
const COLON = 0x3a;
const HYPHEN = 0x2d;

/** What may stand outside of strings. */
const SPACE = 1;
const MARK = 2;
const COLONS = 3;
const WORD = 4;
const STRING = 5;

const ROLES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return SPACE;
  if (character === ':') return COLONS;
  if (/[[\]{},]/.test(character)) return MARK;
  return /[-0-9tfn]/.test(character) ? WORD : undefined;
});

/** A number or one of the three words, with nothing touching it that belongs to neither. */
const TOKEN = /(?:-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])/y;
const TWELVE = /^[0-9]{12}$/;

function firstBehindSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Whether a value is so short, or so plainly a time or the id of a request, that nothing is to be found in it. */
function isPlain(text: string, from: number, length: number, kind: Kind): boolean {
  if (length === 0) return true;
  if (kind !== 'plain') return false;
  if (length < SHORTEST) return true;
  if (length === 36)
    return (
      text.charCodeAt(from + 8) === HYPHEN &&
      text.charCodeAt(from + 13) === HYPHEN &&
      text.charCodeAt(from + 18) === HYPHEN &&
      text.charCodeAt(from + 23) === HYPHEN &&
      UUID.test(text.slice(from, from + 36))
    );
  return length === 20 && text.charCodeAt(from + 10) === 0x54 && TIME.test(text.slice(from, from + 20));
}

/** `a@b.co`, the shortest e-mail address, and `::1` is nobody's. */
const SHORTEST = 6;
const UUID = /^[0-9a-f-]{36}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
