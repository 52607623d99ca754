import { compileGlob, compileRegex } from './regex.ts';
import { invalidPattern, type Scanner } from './scanner.ts';

/** Every value that a selector finds in a message: none, one, or with a wildcard many. */
export type Lookup = (selector: string) => readonly unknown[];

/** A condition over the values of a message. */
export type Condition = (lookup: Lookup) => boolean;

/**
 * Reads conditions joined by `&&` and `||`, and grouped by parentheses. `selector` reads what is compared.
 *
 * A comparison holds if any value found satisfies it; so nothing but `NOT EXISTS` holds for what is missing.
 */
export function readExpression(scan: Scanner, selector: () => string): Condition {
  let left = readConjunction(scan, selector);
  while (scan.take(/\|\|/y) !== undefined) {
    const [one, other] = [left, readConjunction(scan, selector)];
    left = (lookup) => one(lookup) || other(lookup);
  }
  return left;
}

function readConjunction(scan: Scanner, selector: () => string): Condition {
  let left = readUnit(scan, selector);
  while (scan.take(/&&/y) !== undefined) {
    const [one, other] = [left, readUnit(scan, selector)];
    left = (lookup) => one(lookup) && other(lookup);
  }
  return left;
}

function readUnit(scan: Scanner, selector: () => string): Condition {
  if (scan.take(/\(/y) !== undefined) {
    const inner = readExpression(scan, selector);
    if (scan.take(/\)/y) === undefined) throw invalidPattern();
    return inner;
  }
  const path = selector();
  const state = scan.take(/(?:IS\s+(NULL|TRUE|FALSE)|NOT\s+(EXISTS))\b/iy);
  if (state !== undefined) return readState(path, (state[1] ?? state[2]!).toUpperCase());
  const operator = scan.take(/!=|<=|>=|=|<|>/y)?.[0];
  if (operator === undefined) throw invalidPattern();
  const test = operator === '=' || operator === '!=' ? readEquals(scan) : readOrder(scan, operator);
  return operator === '!='
    ? (lookup) => lookup(path).some((value) => !test(value))
    : (lookup) => lookup(path).some(test);
}

function readState(path: string, state: string): Condition {
  if (state === 'EXISTS') return (lookup) => lookup(path).length === 0;
  const wanted = state === 'NULL' ? null : state === 'TRUE';
  return (lookup) => lookup(path).includes(wanted);
}

function readEquals(scan: Scanner): (value: unknown) => boolean {
  const regex = scan.take(/%((?:\\.|[^%\\])+)%/y);
  if (regex !== undefined) {
    const compiled = compileRegex(regex[1]!);
    return (value) => compiled.test(textOf(value));
  }
  const quoted = scan.take(/"((?:\\.|[^"\\])*)"/y);
  const bare = quoted === undefined ? scan.take(/[^\s"%()&|{}[\],=<>!]+/y)?.[0] : undefined;
  const text = quoted === undefined ? bare : quoted[1]!.replaceAll(/\\(.)/g, '$1');
  if (text === undefined) throw invalidPattern();
  const glob = compileGlob(text);
  const number = bare === undefined ? NaN : numberOf(bare);
  return (value) => glob(textOf(value)) || (typeof value === 'number' && value === number);
}

function readOrder(scan: Scanner, operator: string): (value: unknown) => boolean {
  const limit = numberOf(scan.take(/[-+.\deE]+/y)?.[0] ?? '');
  if (Number.isNaN(limit)) throw invalidPattern();
  const holds = {
    '<': (value: number) => value < limit,
    '<=': (value: number) => value <= limit,
    '>': (value: number) => value > limit,
    '>=': (value: number) => value >= limit,
  }[operator]!;
  // A comparison with NaN is false.
  return (value) => holds(typeof value === 'number' ? value : typeof value === 'string' ? numberOf(value) : NaN);
}

function numberOf(text: string): number {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
}

/** A value as the text that patterns compare: strings as they are, everything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
