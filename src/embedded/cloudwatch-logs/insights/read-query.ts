import { Fault } from '../../../wire/fault.ts';
import { readAggregate } from './aggregate.ts';
import { readExpression, readList, readName, readNamed, type Written } from './expression.ts';
import { parseStage } from './parse.ts';
import { type Tokens, tokensOf, unexpected } from './tokens.ts';
import { compare, isTrue, textOf, type Row, type Value } from './value.ts';

/** Lines on their way through a query, and which of their fields are shown. */
export interface Lines {
  readonly rows: readonly Row[];
  /** `undefined` until a command says. */
  readonly shown: readonly string[] | undefined;
  /** Whether each row is still a line, and not what came of many. */
  readonly areLines: boolean;
  readonly isLimited: boolean;
}

/** One command of a query. */
export type Stage = (lines: Lines) => Lines;

const STAGES: Readonly<Record<string, (tokens: Tokens) => Stage>> = {
  fields: fieldsStage,
  display: (tokens) => {
    const shown = readList(tokens, readNamed);
    return (lines) => ({ ...lines, rows: added(lines.rows, shown), shown: shown.map(({ name }) => name) });
  },
  filter: (tokens) => {
    const holds = readExpression(tokens);
    return (lines) => ({ ...lines, rows: lines.rows.filter((row) => isTrue(holds(row))) });
  },
  parse: parseStage,
  stats: statsStage,
  sort: sortStage,
  dedup: (tokens) => {
    const names = readList(tokens, readName);
    return (lines) => {
      const seen = new Set<string>();
      const rows = lines.rows.filter((row) => {
        const key = keyOf(names.map((name) => row.get(name)));
        return !seen.has(key) && seen.add(key);
      });
      return { ...lines, rows };
    };
  },
  limit: (tokens) => {
    if (tokens.peek().kind !== 'number') throw unexpected(tokens);
    const most = Number(tokens.next().text);
    return (lines) => ({ ...lines, rows: lines.rows.slice(0, most), isLimited: true });
  },
};

/**
 * Reads a query of CloudWatch Logs Insights: the commands fields, display, filter, parse, stats, sort, dedup and limit. Throws
 * `MalformedQueryException` for what is none, and for commands that are not here.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function readQuery(text: string): readonly Stage[] {
  const tokens = tokensOf(text);
  const stages: Stage[] = [];
  // A pipe may stand before the first command too.
  tokens.takes('|');
  do stages.push(readStage(tokens));
  while (tokens.takes('|'));
  if (tokens.peek().kind !== 'end') throw unexpected(tokens);
  return stages;
}

function readStage(tokens: Tokens): Stage {
  if (tokens.peek().kind !== 'name') throw unexpected(tokens);
  const command = tokens.next().text;
  const name = command.toLowerCase();
  if (Object.hasOwn(STAGES, name)) return STAGES[name]!(tokens);
  throw new Fault(
    'MalformedQueryException',
    `The command ${command} is not embedded: only ${Object.keys(STAGES).join(', ')} are`,
  );
}

/** `fields` adds to what is shown. */
function fieldsStage(tokens: Tokens): Stage {
  const fields = readList(tokens, readNamed);
  return (lines) => ({
    ...lines,
    rows: added(lines.rows, fields),
    shown: [...new Set([...(lines.shown ?? []), ...fields.map(({ name }) => name)])],
  });
}

function statsStage(tokens: Tokens): Stage {
  const aggregates = readList(tokens, readAggregate);
  const groups = tokens.takes('by') ? readList(tokens, readNamed) : [];
  return ({ rows, ...lines }) => {
    const parts = Map.groupBy(rows, (row) => keyOf(groups.map(({ of }) => of(row))));
    // Without groups there is one result, also of nothing.
    if (groups.length === 0) parts.set(keyOf([]), [...rows]);
    return {
      ...lines,
      rows: [...parts.values()].map((part) => {
        const result = new Map<string, Value>();
        for (const { name, of } of groups) result.set(name, of(part[0]!));
        for (const { name, of } of aggregates) result.set(name, of(part));
        return result;
      }),
      shown: [...groups, ...aggregates].map(({ name }) => name),
      areLines: false,
    };
  };
}

function sortStage(tokens: Tokens): Stage {
  const keys = readList(tokens, (each) => {
    const of = readExpression(each);
    const sign = each.takes('desc') ? -1 : 1;
    if (sign === 1) each.takes('asc');
    return { of, sign };
  });
  return (lines) => ({
    ...lines,
    rows: lines.rows.toSorted((a, b) => {
      for (const { of, sign } of keys) {
        const [x, y] = [of(a), of(b)];
        // What is missing comes last, whatever the direction.
        if (x === undefined || y === undefined) {
          if (x !== y) return x === undefined ? 1 : -1;
          continue;
        }
        const order = compare(x, y)!;
        if (order !== 0) return order * sign;
      }
      return 0;
    }),
  });
}

function added(rows: readonly Row[], fields: readonly Written[]): readonly Row[] {
  return rows.map((row) => {
    const more = new Map(row);
    for (const { name, of } of fields) more.set(name, of(more));
    return more;
  });
}

function keyOf(values: readonly Value[]): string {
  return JSON.stringify(values.map((value) => (value === undefined ? null : textOf(value))));
}
