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

/** How people write units, and what is written here instead. A number alone is one of seconds. */
const SPELLINGS: readonly (readonly [word: RegExp, factor: number, unit: string])[] = [
  [/^(ms|msecs?|millis|milliseconds?)$/i, 1, 'ms'],
  [/^(s|secs?|seconds?)?$/i, 1, 's'],
  [/^(m|mins?|minutes?)$/i, 1, 'm'],
  [/^(h|hrs?|hours?)$/i, 1, 'h'],
  [/^(d|days?)$/i, 1, 'd'],
  [/^(w|wks?|weeks?)$/i, 7, 'd'],
  [/^(mo|months?)$/i, 30, 'd'],
  [/^(y|yrs?|years?)$/i, 365, 'd'],
];

/** `30 sec` is 30s, `2w` is 14d; a number alone may be one of milliseconds, too. */
function durationMeant(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const [, amount, word = ''] = /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*([a-zA-Z]*)\s*$/.exec(text) ?? [];
  const [, factor = 1, unit] = SPELLINGS.find(([spelling]) => spelling.test(word)) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const meant = `"${Number((Number(amount) * factor).toFixed(3))}${unit}"`;
  return word === '' ? `${meant} or "${amount}ms"` : meant;
}
