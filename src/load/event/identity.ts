import { hexWord, seeded, uuidOf } from '../../random.ts';

/** What a number stands for, so that the one is never taken for the other. */
export const KINDS = { event: 1, request: 2, envelope: 3, image: 4 } as const;

/** A number that was hidden in digits: of what kind, and which image of its flow. */
export interface Hidden {
  readonly kind: number;
  readonly value: number;
  readonly which: number;
}

/** Hides numbers in digits that look drawn, and finds them again: only with the key of the same run. */
export interface Identities {
  uuid(kind: number, value: number): string;
  /** 64 hexadecimal digits. */
  digest(value: number, which: number): string;
  fromUuid(text: string): Hidden | undefined;
  fromDigest(text: string): Hidden | undefined;
}

const ROUNDS = 6;
const WORD = 0x1_0000_0000;
/** Values have 44 bits: of a million events a second, half a year. */
const HIGH_BITS = 12;

/**
 * A value, its kind and the number of an image are 64 bits; a Feistel network turns these into others and back, so that no
 * map of what was sent is kept. The rest of the digits is worked out from them, which tells ours from all others.
 */
export function openIdentities(key: string): Identities {
  const random = seeded(`${key}/load/identity`);
  const keys = Int32Array.from({ length: ROUNDS }, () => random.uint32());
  const checks = Int32Array.from({ length: 6 }, () => random.uint32());
  // What the last turn came to: a pair would be an object an event.
  let left = 0;
  let right = 0;

  function hide(kind: number, value: number, which: number): void {
    left = (((Math.floor(value / WORD) & 0xfff) << 20) | (kind << 16) | which) >>> 0;
    right = value >>> 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = (left ^ mix(right, keys[round]!)) >>> 0;
      left = right;
      right = next;
    }
  }

  function find(a: number, b: number): Hidden {
    let [l, r] = [a, b];
    for (let round = ROUNDS - 1; round >= 0; round -= 1) [l, r] = [(r ^ mix(l, keys[round]!)) >>> 0, l];
    return { kind: (l >>> 16) & 0xf, which: l & 0xffff, value: (l >>> (32 - HIGH_BITS)) * WORD + r };
  }

  function check(a: number, b: number, index: number): number {
    return mix(mix(a, checks[index]!) ^ b, checks[index]! + 1);
  }

  return {
    uuid: (kind, value) => {
      hide(kind, value, 0);
      return uuidOf(left, version(check(left, right, 0)), variant(check(left, right, 1)), right);
    },
    digest: (value, which) => {
      hide(KINDS.image, value, which);
      let text = hexWord(left) + hexWord(right);
      for (let index = 0; index < 6; index += 1) text += hexWord(check(left, right, index));
      return text;
    },
    fromUuid: (text) => {
      const digits = text.replaceAll('-', '');
      const [a, b, c, d] = [word(digits, 0), word(digits, 1), word(digits, 2), word(digits, 3)];
      const isOurs = b === version(check(a, d, 0)) && c === variant(check(a, d, 1));
      return isOurs ? find(a, d) : undefined;
    },
    fromDigest: (text) => {
      const [a, b] = [word(text, 0), word(text, 1)];
      if (word(text, 2) !== check(a, b, 0) || word(text, 3) !== check(a, b, 1)) return undefined;
      return find(a, b);
    },
  };
}

function word(digits: string, index: number): number {
  return Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16);
}

function version(bits: number): number {
  return ((bits & 0xffff0fff) | 0x4000) >>> 0;
}

function variant(bits: number): number {
  return ((bits & 0x3fffffff) | 0x80000000) >>> 0;
}

/** Spreads each bit of a word over all of them, with a key; multipliers of MurmurHash3's finaliser (Austin Appleby, public domain). */
export function mix(word32: number, key: number): number {
  let bits = Math.imul(word32 ^ key, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
