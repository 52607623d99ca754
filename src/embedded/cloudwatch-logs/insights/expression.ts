import { Fault } from '../../../wire/fault.ts';
import { callOf } from './functions.ts';
import { type Tokens, unexpected } from './tokens.ts';
import { compare, isTrue, numberOf, textOf, type Row, type Value } from './value.ts';

/** What comes of a line. */
export type Expression = (row: Row) => Value;

/** An expression as it is written, by which its result is named. */
export interface Written {
  readonly name: string;
  readonly of: Expression;
}

/** Reads an expression, with the name that `as` gives it or the words it is made of. */
export function readNamed(tokens: Tokens): Written {
  const from = tokens.peek().at;
  const of = readExpression(tokens);
  const written = tokens.query.slice(from, tokens.peek().at).trim();
  const name = tokens.takes('as') ? readName(tokens) : written.replaceAll('`', '');
  return { name, of };
}

/** Reads the name of a field. */
export function readName(tokens: Tokens): string {
  if (tokens.peek().kind !== 'name') throw unexpected(tokens);
  return tokens.next().text;
}

/** Reads one item after the other, with commas between them. */
export function readList<Item>(tokens: Tokens, read: (tokens: Tokens) => Item): readonly Item[] {
  const items = [read(tokens)];
  while (tokens.takes(',')) items.push(read(tokens));
  return items;
}

/** Reads an expression: `or` binds least, then `and`, `not`, comparisons, sums and products. */
export function readExpression(tokens: Tokens): Expression {
  let left = readAnd(tokens);
  while (tokens.takes('or')) {
    const [a, b] = [left, readAnd(tokens)];
    left = (row) => isTrue(a(row)) || isTrue(b(row));
  }
  return left;
}

function readAnd(tokens: Tokens): Expression {
  let left = readNot(tokens);
  while (tokens.takes('and')) {
    const [a, b] = [left, readNot(tokens)];
    left = (row) => isTrue(a(row)) && isTrue(b(row));
  }
  return left;
}

function readNot(tokens: Tokens): Expression {
  if (!tokens.takes('not')) return readComparison(tokens);
  const operand = readNot(tokens);
  return (row) => !isTrue(operand(row));
}

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function readComparison(tokens: Tokens): Expression {
  const left = readSum(tokens);
  const { text } = tokens.peek();
  const holds = ORDERS[text];
  if (holds !== undefined && tokens.takes(text)) {
    const right = readSum(tokens);
    return (row) => {
      const order = compare(left(row), right(row));
      return order !== undefined && holds(order);
    };
  }
  if (tokens.takes('=~')) return matching(left, readMatcher(tokens));
  const isNegative = tokens.takes('not');
  if (tokens.takes('like')) return negated(matching(left, readMatcher(tokens)), isNegative);
  if (tokens.takes('in')) return negated(readMembership(tokens, left), isNegative);
  if (isNegative) throw unexpected(tokens);
  return left;
}

function negated(of: Expression, isNegative: boolean): Expression {
  return isNegative ? (row) => !isTrue(of(row)) : of;
}

/** A text is looked for as it stands; a regular expression anywhere. */
function readMatcher(tokens: Tokens): (text: string) => boolean {
  const { kind } = tokens.peek();
  if (kind !== 'regex' && kind !== 'text') throw unexpected(tokens);
  const { text } = tokens.next();
  if (kind === 'text') return (value) => value.includes(text);
  const regex = readRegex(text);
  return (value) => regex.test(value);
}

/** Compiles a regular expression; `(?i)` at its beginning is Insights' way to ignore the case. */
export function readRegex(text: string): RegExp {
  const ignoresCase = text.startsWith('(?i)');
  try {
    return new RegExp(ignoresCase ? text.slice(4) : text, ignoresCase ? 'i' : '');
  } catch (error) {
    throw new Fault('MalformedQueryException', `Invalid regular expression: ${(error as Error).message}`);
  }
}

function matching(left: Expression, matches: (text: string) => boolean): Expression {
  return (row) => {
    const value = left(row);
    return value !== undefined && matches(textOf(value));
  };
}

function readMembership(tokens: Tokens, left: Expression): Expression {
  tokens.need('[');
  const members = readList(tokens, readSum);
  tokens.need(']');
  return (row) => members.some((member) => compare(left(row), member(row)) === 0);
}

type Calculation = (a: number, b: number) => number;

const SUMS: Readonly<Record<string, Calculation>> = { '+': (a, b) => a + b, '-': (a, b) => a - b };
const PRODUCTS: Readonly<Record<string, Calculation>> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

function readSum(tokens: Tokens): Expression {
  return readCalculation(tokens, SUMS, readProduct);
}

function readProduct(tokens: Tokens): Expression {
  return readCalculation(tokens, PRODUCTS, readOperand);
}

function readCalculation(
  tokens: Tokens,
  signs: Readonly<Record<string, Calculation>>,
  read: (tokens: Tokens) => Expression,
): Expression {
  let left = read(tokens);
  for (let { text } = tokens.peek(); Object.hasOwn(signs, text) && tokens.takes(text); { text } = tokens.peek()) {
    const [a, b, calculate] = [left, read(tokens), signs[text]!];
    left = (row) => {
      const [x, y] = [numberOf(a(row)), numberOf(b(row))];
      return x === undefined || y === undefined ? undefined : calculate(x, y);
    };
  }
  return left;
}

function readOperand(tokens: Tokens): Expression {
  if (tokens.takes('(')) {
    const inner = readExpression(tokens);
    tokens.need(')');
    return inner;
  }
  if (tokens.takes('-')) {
    const operand = readOperand(tokens);
    return (row) => {
      const value = numberOf(operand(row));
      return value === undefined ? undefined : -value;
    };
  }
  const { kind } = tokens.peek();
  if (kind === 'sign' || kind === 'end' || kind === 'regex') throw unexpected(tokens);
  const { text } = tokens.next();
  if (kind === 'text') return () => text;
  if (kind === 'number') return () => Number(text);
  if (kind === 'name' && tokens.takes('(')) return callOf(text, tokens, readExpression);
  return (row) => row.get(text);
}
