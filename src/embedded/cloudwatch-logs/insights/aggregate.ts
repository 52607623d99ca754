import { Fault } from '../../../wire/fault.ts';
import { readExpression, readName, type Expression } from './expression.ts';
import { type Tokens, unexpected } from './tokens.ts';
import { compare, Moment, numberOf, textOf, type Row, type Value } from './value.ts';

/** What comes of many lines. */
export interface Aggregate {
  readonly name: string;
  readonly of: (rows: readonly Row[]) => Value;
}

type Summary = (values: readonly Value[]) => Value;

function numbers(values: readonly Value[]): readonly number[] {
  return values.map(numberOf).filter((value) => value !== undefined);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ofNumbers(summary: (values: readonly number[]) => number): Summary {
  return (values) => {
    const all = numbers(values);
    return all.length === 0 ? undefined : summary(all);
  };
}

function most(values: readonly Value[], sign: 1 | -1): Value {
  return values.reduce((best, value) => ((compare(value, best) ?? 1) * sign > 0 ? value : best), values[0]);
}

/** A share of the values that are not above the result; `p` in percent. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)]!;
}

const SUMMARIES: Readonly<Record<string, Summary>> = {
  count: (values) => values.length,
  count_distinct: (values) => new Set(values.map(textOf)).size,
  sum: (values) => sum(numbers(values)),
  avg: ofNumbers((values) => sum(values) / values.length),
  median: ofNumbers((values) => percentile(values, 50)),
  min: (values) => most(values, -1),
  max: (values) => most(values, 1),
  stddev: ofNumbers((values) => {
    const mean = sum(values) / values.length;
    return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  }),
  earliest: (values) => values.at(0),
  latest: (values) => values.at(-1),
};

/** Reads `count(*) as all`: what is to come of lines together. */
export function readAggregate(tokens: Tokens): Aggregate {
  const from = tokens.peek().at;
  const named = readName(tokens);
  const name = named.toLowerCase();
  tokens.need('(');
  const operand =
    name === 'count' && (tokens.takes('*') || tokens.peek().text === ')') ? everyRow : readExpression(tokens);
  const summary = readSummary(name, named, tokens);
  tokens.need(')');
  const written = tokens.query.slice(from, tokens.peek().at).trim();
  return {
    name: tokens.takes('as') ? readName(tokens) : written,
    of: (rows) => summary(valuesOf(rows, operand, name)),
  };
}

function readSummary(name: string, written: string, tokens: Tokens): Summary {
  if (name === 'pct' || name === 'percentile') {
    tokens.need(',');
    if (tokens.peek().kind !== 'number') throw unexpected(tokens);
    const share = Number(tokens.next().text);
    return ofNumbers((values) => percentile(values, share));
  }
  const summary = Object.hasOwn(SUMMARIES, name) ? SUMMARIES[name] : undefined;
  if (summary === undefined) throw new Fault('MalformedQueryException', `The function ${written} is not embedded`);
  return summary;
}

const everyRow: Expression = () => true;

/** The values that there are; of those that depend on time, in its order. */
function valuesOf(rows: readonly Row[], operand: Expression, name: string): readonly Value[] {
  const inOrder = name === 'earliest' || name === 'latest' ? rows.toSorted((a, b) => momentOf(a) - momentOf(b)) : rows;
  return inOrder.map(operand).filter((value) => value !== undefined);
}

function momentOf(row: Row): number {
  const moment = row.get('@timestamp');
  return moment instanceof Moment ? moment.at : 0;
}
