import type { Note } from '../rule/read/reading.ts';

/** What parameters are often called, and what could stand for one so that a rule can be tried out. */
const GUESSES: readonly (readonly [called: RegExp, value: string])[] = [
  [/account/i, '123456789012'],
  [/region/i, 'us-east-1'],
  [/tag|version/i, '1.4.2'],
  [/stage|env/i, 'dev'],
];

/** Values for the parameters that leave a part of a pattern unknown: a rule that matches nothing could not be tried out. */
export function guesses(notes: readonly Note[]): Readonly<Record<string, string>> {
  const asked = notes
    .filter(({ code, message }) => code === 'UNRESOLVED' && message.startsWith('In rule '))
    .flatMap(({ message }) => /--parameter ([^=\s]+)=…/.exec(message)?.[1] ?? []);
  return Object.fromEntries(
    [...new Set(asked)].map((name) => [name, GUESSES.find(([called]) => called.test(name))?.[1] ?? 'web']),
  );
}
