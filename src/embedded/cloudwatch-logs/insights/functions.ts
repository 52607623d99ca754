import type { Milliseconds } from '../../../clock.ts';
import { Fault } from '../../../wire/fault.ts';
import type { Expression } from './expression.ts';
import { type Tokens, unexpected } from './tokens.ts';
import { Moment, numberOf, textOf, type Value } from './value.ts';

type Call = (...values: readonly Value[]) => Value;

function ofText(call: (text: string, ...rest: readonly Value[]) => Value): Call {
  return (value, ...rest) => (value === undefined ? undefined : call(textOf(value), ...rest));
}

function ofNumber(call: (value: number) => number): Call {
  return (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : call(number);
  };
}

function ofNumbers(call: (...values: readonly number[]) => number): Call {
  return (...values) => call(...values.map(numberOf).filter((value) => value !== undefined));
}

/** Functions by their names, in lower case. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
const CALLS: Readonly<Record<string, Call>> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  sqrt: ofNumber(Math.sqrt),
  greatest: ofNumbers(Math.max),
  least: ofNumbers(Math.min),
  ispresent: (value) => value !== undefined,
  coalesce: (...values) => values.find((value) => value !== undefined),
  isempty: (value) => value === undefined || textOf(value) === '',
  isblank: (value) => value === undefined || textOf(value).trim() === '',
  concat: (...values) => values.map(textOf).join(''),
  strlen: ofText((text) => text.length),
  toupper: ofText((text) => text.toUpperCase()),
  tolower: ofText((text) => text.toLowerCase()),
  trim: ofText((text) => text.trim()),
  ltrim: ofText((text) => text.trimStart()),
  rtrim: ofText((text) => text.trimEnd()),
  strcontains: ofText((text, part) => (text.includes(textOf(part)) ? 1 : 0)),
  replace: ofText((text, from, to) => text.replaceAll(textOf(from), textOf(to))),
  substr: ofText((text, from, length) => {
    const start = numberOf(from) ?? 0;
    return text.slice(start, length === undefined ? undefined : start + (numberOf(length) ?? 0));
  }),
  frommillis: (value) => (numberOf(value) === undefined ? undefined : new Moment(numberOf(value)!)),
  tomillis: (value) => (value instanceof Moment ? value.at : undefined),
};

const UNITS: Readonly<Record<string, Milliseconds>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads the arguments of a function that has been named, and gives what it comes to. */
export function callOf(name: string, tokens: Tokens, read: (tokens: Tokens) => Expression): Expression {
  const lower = name.toLowerCase();
  if (lower === 'bin') return rounded((row) => row.get('@timestamp'), Math.floor, readPeriod(tokens));
  if (lower === 'datefloor' || lower === 'dateceil') {
    const moment = read(tokens);
    tokens.need(',');
    return rounded(moment, lower === 'datefloor' ? Math.floor : Math.ceil, readPeriod(tokens));
  }
  const call = Object.hasOwn(CALLS, lower) ? CALLS[lower] : undefined;
  if (call === undefined) throw new Fault('MalformedQueryException', `The function ${name} is not embedded`);
  const operands: Expression[] = [];
  while (!tokens.takes(')')) {
    if (operands.length > 0) tokens.need(',');
    operands.push(read(tokens));
  }
  return (row) => call(...operands.map((operand) => operand(row)));
}

function rounded(moment: Expression, round: (periods: number) => number, period: Milliseconds): Expression {
  return (row) => {
    const at = numberOf(moment(row));
    return at === undefined ? undefined : new Moment(round(at / period) * period);
  };
}

/** `5m)`, which the words of a query give as a number and a name. */
function readPeriod(tokens: Tokens): Milliseconds {
  if (tokens.peek().kind !== 'number') throw unexpected(tokens);
  const count = Number(tokens.next().text);
  const unit = UNITS[tokens.peek().text.toLowerCase()];
  if (unit === undefined) throw unexpected(tokens);
  tokens.next();
  tokens.need(')');
  return count * unit;
}
