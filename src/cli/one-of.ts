import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';

/** Reads a flag whose value is one of few words. */
export function oneOf<Word extends string>(flag: string, word: string, words: readonly Word[]): Word {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  const meant = nearest(word, words);
  const advice =
    meant === undefined ? `wanted ${words.map((one) => `"${one}"`).join(' or ')}` : `did you mean "${meant}"`;
  throw new Problem('USAGE', `Cannot read "${flag} ${word}": ${advice}`);
}
