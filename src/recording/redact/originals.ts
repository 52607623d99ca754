import type { Problem } from '../../problem.ts';
import { readLines } from '../file/read-lines.ts';
import type { RedactionKey } from './key.ts';
import type { RedactionChoice, Sort } from './mapping.ts';
import { createRedactor } from './redactor.ts';
import { walk } from './walk.ts';

/** The values that redaction replaced in a file. */
export interface Originals {
  /** Those that stand in a line, however deep they are packed. */
  in(line: string): readonly { readonly sort: Sort; readonly value: string }[];
}

/** Whole words, and what is said of a repository, which may be named as somebody is. */
const WORD = /[\w+.=@:/-]+/g;
const PART = /[^:=@/]+/g;
const OF_REPOSITORY = /:repository\/[\w./-]+|\.amazonaws\.com(?:\.cn)?\/[\w./-]+(?::[\w.-]+)?/g;

/** A name that is so short is too often part of something else. */
const SHORTEST_NAME = 4;

/** Goes through a file as it was before redaction, for all that is replaced in it. */
export async function originalsOf(
  file: string,
  key: RedactionKey,
  choice: RedactionChoice,
  tell: (problem: Problem) => void,
): Promise<Originals> {
  const values = new Map<string, Sort>();
  const redactor = createRedactor(key, choice, (sort, value) => {
    if (sort !== 'name' || value.length >= SHORTEST_NAME) values.set(value, sort);
  });
  for await (const batch of readLines(file, { tell })) redactor.line(batch.map(({ text }) => text).join('\n'));

  let found = new Map<string, Sort>();
  const look = (word: string) => {
    const sort = values.get(word);
    if (sort !== undefined) found.set(word, sort);
  };
  const walker = walk({
    text(text, kind) {
      if ((kind === 'repository' && !choice.repositories) || (kind === 'tag' && !choice.tags)) return text;
      look(text);
      const rest = choice.repositories ? text : text.replaceAll(OF_REPOSITORY, ' ');
      for (const [word] of rest.matchAll(WORD)) {
        look(word);
        for (const [part] of word.matchAll(PART)) look(part.replace(/[.-]+$/, ''));
      }
      return text;
    },
    number(digits) {
      look(digits);
      return digits;
    },
  });
  return {
    in(line) {
      found = new Map();
      walker.forget();
      walker.line(line);
      return [...found].map(([value, sort]) => ({ sort, value }));
    },
  };
}
