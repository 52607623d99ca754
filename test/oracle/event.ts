import type { Die } from './die.ts';

/** An event as it will be written: numbers keep their spelling, objects may say a key twice. */
export type Json = Leaf | readonly Json[] | Members;

/** A string, word or number. */
export type Leaf = string | boolean | null | Spelled;

/** A number as JSON text spells it. */
export interface Spelled {
  readonly spelled: string;
}

/** An object, in order. */
export interface Members {
  readonly members: readonly (readonly [string, Json])[];
}

/** Few names, one of them with a dot in it, so that patterns and events meet. */
export const names = ['a', 'b', 'c', 'd', 'a.b', 'b.c', 'a-b', 'Z', '', 'é'] as const;

/** Few strings, with everything among them that AWS treats in its own way. */
export const strings = [
  ...[
    '',
    'a',
    'A',
    'b',
    'ab',
    'aB',
    'AB',
    'abc',
    'aab',
    'ba',
    'a*b',
    'a\\b',
    'a.b',
    'aaaa',
    'abab',
    'x y',
    '1',
    'true',
    'null',
  ],
  ...['\ud800', 'a\udc00', '\u0000', 'a\nb', '\u2028'],
  ...['é', 'É', 'ß', 'SS', 'ss', 'ı', 'İ', 'i', 'K', 'k', 'ǆ', 'ǅ', '大雨', '😀', '??', 'a"', '"a', '"'],
  ...[
    '10.0.0.1',
    '10.0.0.2',
    '010.0.0.1',
    '10.1.2.3',
    '255.255.255.255',
    '10.0.0.256',
    '1.2.3',
    '::1',
    '0:0::1',
    '::0001',
    '::FFFF:a00:1',
  ],
  ...[
    '::ffff:0a00:0001',
    'a00:1::',
    'A00::',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    ':',
    ':::',
    '1::2::3',
    'fe80::1',
    'f:',
    'ab:cd',
  ],
] as const;

/** Few numbers, in many spellings. */
export const numbers = [
  ...[
    '0',
    '-0',
    '0.0',
    '1',
    '1.0',
    '1e0',
    '10E-1',
    '2',
    '3',
    '-1',
    '-1.5',
    '10',
    '17',
    '300',
    '3e2',
    '3.0e+2',
    '0.1',
    '0.10',
    '1E5',
    '100000',
  ],
  ...[
    '12345678901234567890',
    '12345678901234567891',
    '0.1234567890123456789',
    '1e400',
    '-1e400',
    '1e-400',
    '0e5',
    '5000000000',
    '10203040',
  ],
  ...[
    '9007199254740993',
    '9007199254740992',
    '123456789012',
    '1.7976931348623157e308',
    '4.9e-324',
    '5e-324',
    '0.30000000000000004',
    '0.000001',
    '1E22',
    '1E23',
    '9.999999999999999E22',
    '2E23',
    '5.684341886080802e-14',
    '5.6843418860808015e-14',
    '2.2250738585072014E-308',
    '2e-3',
    '1.0E-5',
  ],
] as const;

/** Makes an event. */
export function eventOf(die: Die): Members {
  return objectOf(die, 3, 2);
}

function objectOf(die: Die, depth: number, least = 0): Members {
  return { members: die.list(least, 4, () => [die.pick(names), valueOf(die, depth - 1)] as const) };
}

function valueOf(die: Die, depth: number): Json {
  const kind = die.upTo(9);
  if (depth > 0 && kind < 3) return objectOf(die, depth);
  if (depth > 0 && kind < 6) return die.list(0, 3, () => valueOf(die, depth - (die.chance(50) ? 0 : 1)));
  return leafOf(die);
}

function leafOf(die: Die): Leaf {
  const kind = die.upTo(9);
  if (kind < 6) return die.pick(strings);
  if (kind < 9) return { spelled: die.pick(numbers) };
  return die.pick([true, false, null]);
}

/** Whether a value is an object of the event. */
export function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && 'members' in value;
}

/** Whether a value is a number of the event. */
export function isSpelled(value: Json): value is Spelled {
  return typeof value === 'object' && value !== null && 'spelled' in value;
}
