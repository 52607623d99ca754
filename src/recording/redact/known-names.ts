import { changedWords } from './words.ts';

/** A name that is so short is too often part of something else. */
export const SHORTEST_NAME = 4;

/** Names that were replaced where a key or an ARN told that they are names, to be found where nothing tells it. */
export interface KnownNames {
  /** Takes up a name. Whether it may stand in a text that was looked through before. */
  know(name: string, stand: string): boolean;
  /** A sentence without them. */
  without(text: string): string;
  readonly all: ReadonlyMap<string, string>;
}

/** Opens what is known of names, with what an earlier pass has found out. */
export function knownNames(repositories: boolean, all = new Map<string, string>()): KnownNames {
  /** A bit for each word that stayed, by a hash of it: that two words share one costs a pass more, and loses nothing. */
  const stayed = new Uint8Array(2 ** 17);
  return {
    all,
    know(name, stand) {
      if (name.length < SHORTEST_NAME || all.has(name) || all.size >= MOST) return false;
      all.set(name, stand);
      const bit = hashOf(name);
      return (stayed[bit >>> 3]! & (1 << (bit & 7))) !== 0;
    },
    without(text) {
      // What is no sentence is an id or a word of AWS, and is not about anybody.
      if (!/\s/.test(text)) return text;
      return changedWords(text, repositories, (word) => {
        if (word.length < SHORTEST_NAME) return word;
        const stand = all.get(word);
        if (stand !== undefined) return stand;
        const bit = hashOf(word);
        stayed[bit >>> 3]! |= 1 << (bit & 7);
        return word;
      });
    },
  };
}

/** Names beyond that are those of sessions that somebody numbers, and would fill the memory. */
const MOST = 100_000;

/** FNV-1a, to twenty bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 20)) & 0xfffff;
}
