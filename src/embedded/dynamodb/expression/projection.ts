import { type AttributeValue, type Item, own } from '../attribute-value.ts';
import { clashOf, type Path, sayPath } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { ExpressionReader } from './reader.ts';

/** Reads what a request wants to have of an item. */
export function readProjection(text: string, placeholders: Placeholders): readonly Path[] {
  const reader = new ExpressionReader('ProjectionExpression', text, placeholders);
  const paths = [reader.path()];
  while (reader.takes(',')) paths.push(reader.path());
  if (reader.next.kind !== 'end') throw reader.syntaxError();
  refuseClashes(reader, paths);
  return paths;
}

/** Throws where two paths of an expression are in each other's way. */
export function refuseClashes(reader: ExpressionReader, paths: readonly Path[]): void {
  for (const [at, one] of paths.entries()) {
    for (const other of paths.slice(0, at)) {
      const clash = clashOf(other, one);
      if (clash === undefined) continue;
      throw reader.refuse(
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; path one: ${sayPath(other)}, path two: ${sayPath(one)}`,
      );
    }
  }
}

/** What stands at some paths of an item, and nothing else. Of lists the positions close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const branches = new Map<string | number, Path[]>();
  for (const [first = '', ...rest] of paths) branches.set(first, [...(branches.get(first) ?? []), rest]);
  const entries = [...branches].flatMap(([name, rest]): [string, AttributeValue][] => {
    const value = pick(own(item, String(name)), rest);
    return value === undefined ? [] : [[String(name), value]];
  });
  return Object.fromEntries(entries);
}

function pick(value: AttributeValue | undefined, paths: readonly Path[]): AttributeValue | undefined {
  if (value === undefined || paths.some((path) => path.length === 0)) return value;
  if ('M' in value) {
    const inner = project(
      value.M,
      paths.filter(([first]) => typeof first === 'string'),
    );
    return Object.keys(inner).length === 0 ? undefined : { M: inner };
  }
  if (!('L' in value)) return undefined;
  const positions = [...new Set(paths.flatMap(([first]) => (typeof first === 'number' ? [first] : [])))];
  const inner = positions
    .toSorted((a, b) => a - b)
    .flatMap((position) => {
      const below = paths.filter(([first]) => first === position).map(([, ...rest]) => rest);
      const found = pick(value.L[position], below);
      return found === undefined ? [] : [found];
    });
  return inner.length === 0 ? undefined : { L: inner };
}
