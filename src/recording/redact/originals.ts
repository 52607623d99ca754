import type { Problem } from '../../problem.ts';
import { readLines } from '../file/read-lines.ts';
import type { RedactionKey } from './key.ts';
import type { Kind } from './kind.ts';
import type { RedactionChoice, Sort } from './mapping.ts';
import { SHORTEST_NAME } from './known-names.ts';
import { createRedactor } from './redactor.ts';
import { walk } from './walk.ts';
import { changedWords } from './words.ts';

/** The values that redaction replaced in a file. */
export interface Originals {
  /** Those that stand in a line, however deep they are packed. */
  in(line: string): readonly { readonly sort: Sort; readonly value: string }[];
}

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
  const look = (word: string, kind?: Kind) => {
    const sort = values.get(word);
    if (sort !== undefined && !(sort === 'name' && kind === 'public')) found.set(word, sort);
  };
  const walker = walk({
    text(text, kind) {
      if ((kind === 'repository' && !choice.repositories) || (kind === 'tag' && !choice.tags)) return text;
      look(text, kind);
      changedWords(text, choice.repositories, (word) => {
        look(word, kind);
        return word;
      });
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
