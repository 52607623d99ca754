import { createHash } from 'node:crypto';
import { seeded, type Random } from '../../../random.ts';
import { Failure } from '../failure.ts';
import { isRecord } from '../is-record.ts';
import { contains, partition, range, unique } from './array-functions.ts';

type Implementation = (args: readonly unknown[], random: Random) => unknown;

/** https://states-language.net/spec.html#appendix-b; the number of arguments each takes, and what it does. */
const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number, run: Implementation]>> = {
  'States.Format': [1, Infinity, ([template, ...values]) => format(text(template), values)],
  'States.StringToJson': [1, 1, ([value]) => parsed(text(value))],
  'States.JsonToString': [1, 1, ([value]) => JSON.stringify(value)],
  'States.Array': [0, Infinity, (values) => [...values]],
  'States.ArrayPartition': [2, 2, ([items, size]) => partition(list(items), number(size))],
  'States.ArrayContains': [2, 2, ([items, wanted]) => contains(list(items), wanted)],
  'States.ArrayRange': [3, 3, ([first, last, by]) => range(number(first), number(last), number(by))],
  'States.ArrayGetItem': [2, 2, ([items, index]) => itemAt(list(items), number(index))],
  'States.ArrayLength': [1, 1, ([items]) => list(items).length],
  'States.ArrayUnique': [1, 1, ([items]) => unique(list(items))],
  'States.Base64Encode': [1, 1, ([value]) => Buffer.from(text(value)).toString('base64')],
  'States.Base64Decode': [1, 1, ([value]) => Buffer.from(text(value), 'base64').toString('utf8')],
  'States.Hash': [2, 2, ([value, algorithm]) => hash(value, text(algorithm))],
  'States.JsonMerge': [3, 3, ([first, second, deep]) => merge(first, second, deep)],
  'States.MathRandom': [2, 3, ([low, high, seed], random) => between(number(low), number(high), seed, random)],
  'States.MathAdd': [2, 2, ([first, second]) => Math.round(number(first)) + Math.round(number(second))],
  'States.StringSplit': [2, 2, ([value, splitters]) => split(text(value), text(splitters))],
  'States.UUID': [0, 0, (_, random) => random.uuid()],
};

/** Calls an intrinsic function with values. */
export function callIntrinsic(name: string, args: readonly unknown[], random: Random): unknown {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw failed(`Unrecognized Intrinsic Function '${name}'`);
  const [least, most, run] = known;
  if (args.length < least || args.length > most)
    throw failed(`Invalid number of arguments for ${name}: ${args.length}`);
  return run(args, random);
}

/** The digest of a text in lower-case hexadecimal, or of a value's JSON. */
export function hash(value: unknown, algorithm: string): string {
  if (!['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(algorithm))
    throw failed(`Unsupported hash algorithm '${algorithm}'`);
  const bytes = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest('hex');
}

function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const formatted = template.replaceAll(/\\([{}])|\{\}/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used];
    used += 1;
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? found);
  });
  if (used !== values.length)
    throw failed('The number of arguments to States.Format do not match the occurrences of {} in the template string');
  return formatted;
}

function itemAt(items: readonly unknown[], index: number): unknown {
  if (!Number.isInteger(index) || index < 0 || index >= items.length)
    throw failed(`Array index ${index} is out of bounds for an array of length ${items.length}`);
  return items[index];
}

function merge(first: unknown, second: unknown, deep: unknown): unknown {
  if (!isRecord(first) || !isRecord(second)) throw failed('States.JsonMerge merges objects');
  if (deep === true) throw failed('States.JsonMerge does not support deep merging');
  return { ...first, ...second };
}

/** A whole number from `low` up to but without `high`; with a seed it is always the same. */
function between(low: number, high: number, seed: unknown, random: Random): number {
  const source = seed === undefined ? random : seeded(number(seed));
  return Math.round(low) + Math.floor(source() * (Math.round(high) - Math.round(low)));
}

/** Each character of `splitters` is one; what is empty between two of them is left out. */
function split(value: string, splitters: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of value) {
    if (!splitters.includes(character)) part += character;
    else {
      parts.push(part);
      part = '';
    }
  }
  return [...parts, part].filter((each) => each !== '');
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw failed(`Could not parse '${value}' as JSON`);
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw failed(`Expected a string, but was ${JSON.stringify(value)}`);
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw failed(`Expected a number, but was ${JSON.stringify(value)}`);
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw failed(`Expected an array, but was ${JSON.stringify(value)}`);
  return value as unknown[];
}

function failed(cause: string): Failure {
  return new Failure('States.IntrinsicFailure', cause);
}
