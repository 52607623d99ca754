import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { quote } from './complaint.ts';
import { bare } from './noun.ts';
import { wording } from './words.ts';

/** `, did you mean …?` where the value that was meant can be told from the one that stands there, else nothing. */
export function suggestion(schema: z.core.$ZodType, value: unknown): string {
  const meant = meantBy(schema, value);
  return meant === undefined ? '' : `, did you mean ${meant}?`;
}

function meantBy(schema: z.core.$ZodType, value: unknown): string | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion)
    return inner.options.map((option) => meantBy(option, value)).find((meant) => meant !== undefined);
  if (wording.get(inner)?.code === 'SCENARIO_WRONG_UNIT') return durationMeant(value);
  if (inner instanceof z.ZodEnum || inner instanceof z.ZodLiteral)
    return choiceMeant(inner instanceof z.ZodEnum ? inner.options : [...inner.values], value);
  if (inner instanceof z.ZodBoolean && typeof value === 'string') return booleanMeant(value);
  if (
    inner instanceof z.ZodNumber &&
    typeof value === 'string' &&
    /^\d+$/.test(value) &&
    z.safeParse(inner, Number(value)).success
  )
    return value;
  if (inner instanceof z.ZodArray && typeof value !== 'object' && z.safeParse(inner, [value]).success)
    return `[${JSON.stringify(value)}]`;
  if (inner instanceof z.ZodString) return textMeant(inner, value);
  return undefined;
}

function choiceMeant(choices: readonly unknown[], value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = nearest(value, choices.map(String));
  const choice = choices.find((each) => String(each) === word);
  return choice === undefined ? undefined : JSON.stringify(choice);
}

function booleanMeant(text: string): string | undefined {
  if (/^(true|yes|on|y)$/i.test(text)) return 'true';
  return /^(false|no|off|n)$/i.test(text) ? 'false' : undefined;
}

/** A scalar that YAML took for a number or a date needs quotes; a name may differ by its capitals only. */
function textMeant(schema: z.ZodString, value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean')
    return z.safeParse(schema, String(value)).success ? quote(String(value)) : undefined;
  if (typeof value !== 'string') return undefined;
  const candidates = [
    value.trim(),
    value.toLowerCase(),
    value
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, '-'),
  ];
  const fit = candidates.find((candidate) => candidate !== value && z.safeParse(schema, candidate).success);
  return fit === undefined ? undefined : quote(fit);
}

const SPELLINGS: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  '': [1, 's'],
  ms: [1, 'ms'],
  msec: [1, 'ms'],
  msecs: [1, 'ms'],
  millis: [1, 'ms'],
  millisecond: [1, 'ms'],
  milliseconds: [1, 'ms'],
  s: [1, 's'],
  sec: [1, 's'],
  secs: [1, 's'],
  second: [1, 's'],
  seconds: [1, 's'],
  m: [1, 'm'],
  min: [1, 'm'],
  mins: [1, 'm'],
  minute: [1, 'm'],
  minutes: [1, 'm'],
  h: [1, 'h'],
  hr: [1, 'h'],
  hrs: [1, 'h'],
  hour: [1, 'h'],
  hours: [1, 'h'],
  d: [1, 'd'],
  day: [1, 'd'],
  days: [1, 'd'],
  w: [7, 'd'],
  wk: [7, 'd'],
  week: [7, 'd'],
  weeks: [7, 'd'],
  mo: [30, 'd'],
  month: [30, 'd'],
  months: [30, 'd'],
  y: [365, 'd'],
  yr: [365, 'd'],
  year: [365, 'd'],
  years: [365, 'd'],
};

/** `30 sec` is 30s, `2w` is 14d, and a number alone is one of seconds or of milliseconds. */
function durationMeant(value: unknown): string | undefined {
  const [, amount, word] =
    /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*([a-zA-Z]*)\s*$/.exec(
      typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
    ) ?? [];
  const spelling = word === undefined ? undefined : SPELLINGS[word.toLowerCase()];
  if (amount === undefined || spelling === undefined) return undefined;
  const meant = `"${Number((Number(amount) * spelling[0]).toFixed(3))}${spelling[1]}"`;
  return word === '' ? `${meant} or "${amount}ms"` : meant;
}
