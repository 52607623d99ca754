import type { Die } from './die.ts';

const SCRAPS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '/',
    '#',
    '-',
    '+',
    '.',
    '0',
    '1',
    'e',
    'E',
    'n',
    't',
    'f',
    'N',
    'I',
    'a',
    '_',
    '$',
    ' ',
    '\n',
    '\r',
    '\t',
  ],
  ...[
    '\u0000',
    '\u001e',
    '\u0007',
    '\u007f',
    'é',
    '大',
    '\ufeff',
    'null',
    'true',
    'nul',
    'truex',
    'NaN',
    'Infinity',
    '-Infinity',
    '+INF',
    '-I',
    '+1',
    '.5',
  ],
  ...[
    '1.',
    '-.5',
    '1e',
    '1e+',
    '00',
    '-01',
    '1.e5',
    '\\u12',
    '\\uZZZZ',
    '\\x',
    '\\n',
    '//',
    '{}',
    '[]',
    '""',
    '1 2',
    'False',
  ],
] as [string, ...string[]];

/** Breaks a text in one or two places: something taken out, put in or cut off. */
export function mutate(die: Die, text: string): string {
  let result = text;
  for (let times = 1 + die.upTo(1); times > 0; times -= 1) {
    const at = die.upTo(result.length);
    switch (die.upTo(5)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + 1 + die.upTo(2));
        break;
      case 1:
        result = result.slice(0, at);
        break;
      case 2:
        result = result.slice(at);
        break;
      default:
        result = result.slice(0, at) + die.pick(SCRAPS) + result.slice(at + die.upTo(1));
    }
  }
  return result;
}
