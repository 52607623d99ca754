/**
 * A seeded source of chance: the same seed gives the same ids, digests, faults and jitter, so every run can be had again.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand; public domain), which is fast and has 128 bits of state.
 */
export interface Random {
  /** A number in [0, 1). */
  (): number;
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** A version 4 UUID, lower case. */
  uuid(): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` characters drawn from `alphabet`. */
  text(length: number, alphabet: string): string;
  /** An independent source that depends only on this seed and the label: drawing from one never moves another. */
  fork(label: string): Random;
}

const HEX_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A word of 32 bits as eight lower-case hexadecimal digits. */
export function hexWord(word: number): string {
  return (
    HEX_BYTE[word >>> 24]! + HEX_BYTE[(word >>> 16) & 255]! + HEX_BYTE[(word >>> 8) & 255]! + HEX_BYTE[word & 255]!
  );
}

/** The codes of the digits that the halves of a byte are written with. */
const HIGH = Uint8Array.from(HEX_BYTE, (digits) => digits.charCodeAt(0));
const LOW = Uint8Array.from(HEX_BYTE, (digits) => digits.charCodeAt(1));

/** Four words in the form of a UUID. All in one call, which is twice as fast as joining texts: every event and every request has one, most of them two. */
export function uuidOf(a: number, b: number, c: number, d: number): string {
  const dash = 45;
  // oxfmt-ignore
  return String.fromCharCode(
    HIGH[a >>> 24]!, LOW[a >>> 24]!, HIGH[(a >>> 16) & 255]!, LOW[(a >>> 16) & 255]!,
    HIGH[(a >>> 8) & 255]!, LOW[(a >>> 8) & 255]!, HIGH[a & 255]!, LOW[a & 255]!,
    dash, HIGH[b >>> 24]!, LOW[b >>> 24]!, HIGH[(b >>> 16) & 255]!, LOW[(b >>> 16) & 255]!,
    dash, HIGH[(b >>> 8) & 255]!, LOW[(b >>> 8) & 255]!, HIGH[b & 255]!, LOW[b & 255]!,
    dash, HIGH[c >>> 24]!, LOW[c >>> 24]!, HIGH[(c >>> 16) & 255]!, LOW[(c >>> 16) & 255]!,
    dash, HIGH[(c >>> 8) & 255]!, LOW[(c >>> 8) & 255]!, HIGH[c & 255]!, LOW[c & 255]!,
    HIGH[d >>> 24]!, LOW[d >>> 24]!, HIGH[(d >>> 16) & 255]!, LOW[(d >>> 16) & 255]!,
    HIGH[(d >>> 8) & 255]!, LOW[(d >>> 8) & 255]!, HIGH[d & 255]!, LOW[d & 255]!,
  );
}

/** FNV-1a over UTF-16 code units: spreads a label into 32 bits of seed. */
function hash(label: string, basis: number): number {
  let value = basis;
  for (let at = 0; at < label.length; at += 1) {
    value = Math.imul(value ^ label.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

export function seeded(seed: number | string): Random {
  return source(String(seed));
}

function source(path: string): Random {
  let a = hash(path, 0x811c9dc5);
  let b = hash(path, 0x9e3779b9);
  let c = hash(path, 0x85ebca6b);
  let counter = 1;

  function uint32(): number {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  }
  // sfc32 needs some rounds before neighbouring seeds part ways.
  for (let round = 0; round < 12; round += 1) uint32();

  const random = (() => uint32() / 0x1_0000_0000) as Random;
  return Object.assign(random, {
    uint32,
    integer: (low: number, high: number) => low + Math.floor(random() * (high - low + 1)),
    uuid: () => uuidOf(uint32(), (uint32() & 0xffff0fff) | 0x4000, (uint32() & 0x3fffffff) | 0x80000000, uint32()),
    hex: (length: number) => {
      let text = '';
      while (text.length < length) text += hexWord(uint32());
      return text.length === length ? text : text.slice(0, length);
    },
    text: (length: number, alphabet: string) => {
      let text = '';
      while (text.length < length) text += alphabet[uint32() % alphabet.length]!;
      return text;
    },
    fork: (label: string) => source(`${path}/${label}`),
  });
}
