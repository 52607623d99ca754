import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import { Problem, type ProblemCode } from '../problem.ts';
import { pointerOf, spotOf, type Path, type Range, type Spot } from './place.ts';
import type { YamlSource } from './yaml-syntax.ts';

/** Which part of a member is meant: its key, or its value. */
export type Part = 'key' | 'value';

/** A YAML document as plain JSON-like data, and where each member of it stands. */
export interface YamlTree {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The place of a member, or of the nearest one around it. */
  spot(path: Path, part: Part): Spot;
  /** Every key and every item by its JSON pointer. */
  places(): Record<string, Spot>;
}

/** How many values aliases may add to a file: far more than anybody writes, far less than a bomb. */
const ALIASED_VALUES = 20_000;

/** Takes a document apart: plain values for the checks, places for whoever has something to say about them. */
export function readTree(source: YamlSource): YamlTree {
  const { text, file, lines } = source;
  const problems: Problem[] = [];
  const ranges = new Map<string, { readonly key: Range | undefined; readonly value: Range }>();
  const anchors = new Map<string, ParsedNode>();
  const open = new Set<Node>();
  let aliased = 0;
  let inAlias = 0;

  const refuse = (code: ProblemCode, message: string, range: Range): void => {
    problems.push(
      new Problem(code, `Cannot read the YAML: ${message}`, {
        place: { file, ...spotOf(range, text, lines) },
      }),
    );
  };

  function visit(node: ParsedNode | null, pointer: string, key: Range | undefined): unknown {
    if (node === null) return null;
    const range = rangeOf(node);
    ranges.set(pointer, { key, value: range });
    if (isAlias(node)) return follow(node.source, node, pointer, key);
    if (inAlias > 0) {
      aliased += 1;
      if (aliased === ALIASED_VALUES + 1)
        refuse('SCENARIO_ALIAS', `its aliases expand to more than ${ALIASED_VALUES} values`, range);
      if (aliased > ALIASED_VALUES) return null;
    } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return scalar(node.value, node.source, range);
    open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, index) => visit(item as ParsedNode, `${pointer}/${index}`, undefined))
      : mapping(node, pointer);
    open.delete(node);
    return value;
  }

  function follow(name: string, alias: ParsedNode, pointer: string, key: Range | undefined): unknown {
    const target = anchors.get(name);
    if (target === undefined || open.has(target)) {
      refuse(
        'SCENARIO_ALIAS',
        target === undefined
          ? `no anchor "&${name}" stands before the alias "*${name}"`
          : `the alias "*${name}" stands inside what it names, so it never ends`,
        rangeOf(alias),
      );
      return null;
    }
    inAlias += 1;
    const value = visit(target, pointer, key);
    inAlias -= 1;
    // The alias is what the reader sees at this place; what lies below it stands at the anchor.
    ranges.set(pointer, { key, value: rangeOf(alias) });
    return value;
  }

  function mapping(node: Extract<ParsedNode, { items: unknown }>, pointer: string): unknown {
    const members: [string, unknown][] = [];
    const seen = new Map<string, Range>();
    if (!isMap(node)) return null;
    for (const pair of node.items) {
      const name = keyOf(pair.key as ParsedNode | null);
      if (name === undefined) continue;
      const range = rangeOf(pair.key as ParsedNode);
      const before = seen.get(name);
      if (before !== undefined) {
        refuse(
          'SCENARIO_DUPLICATE_KEY',
          `the key "${name}" stands twice in one mapping, first in line ${lines.linePos(before[0]).line}`,
          range,
        );
        continue;
      }
      seen.set(name, range);
      members.push([name, visit(pair.value as ParsedNode | null, `${pointer}${pointerOf([name])}`, range)]);
    }
    return Object.fromEntries(members);
  }

  function keyOf(key: ParsedNode | null): string | undefined {
    const range = key === null ? ([0, 1] as const) : rangeOf(key);
    if (!isScalar(key)) {
      refuse('SCENARIO_WRONG_TYPE', 'a key is text, not a list, a mapping or an alias', range);
    } else if (typeof key.value !== 'string') {
      refuse(
        'SCENARIO_WRONG_TYPE',
        key.source === '' || key.source === undefined
          ? 'a key is missing before ":"'
          : `the key ${key.source} is not text, it needs quotes`,
        range,
      );
    } else if (key.value === '<<' && key.type === 'PLAIN') {
      refuse('SCENARIO_ALIAS', 'merge keys ("<<") are not part of YAML 1.2, write the members out', range);
    } else if (key.value === '__proto__') {
      refuse('SCENARIO_WRONG_VALUE', 'no member can be called "__proto__"', range);
    } else return key.value;
    return undefined;
  }

  function scalar(value: unknown, written: string | undefined, range: Range): unknown {
    if (typeof value === 'number' && !Number.isFinite(value))
      refuse('SCENARIO_WRONG_VALUE', `${written ?? value} is not a number that JSON has`, range);
    else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      refuse(
        'SCENARIO_WRONG_VALUE',
        `${written ?? value} is too great for a number to keep its digits, it needs quotes`,
        range,
      );
    }
    return value;
  }

  const value = visit(source.root ?? null, '', undefined);
  return {
    value,
    problems,
    spot: (path, part) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const found = ranges.get(pointerOf(path.slice(0, length)));
        if (found === undefined) continue;
        const valueIsEmpty = found.value[1] <= found.value[0];
        const wantsKey = part === 'key' || length < path.length || valueIsEmpty;
        return spotOf(wantsKey ? (found.key ?? found.value) : found.value, text, lines);
      }
      return { line: 1, column: 1 };
    },
    places: () => {
      const places: Record<string, Spot> = {};
      for (const [pointer, { key, value: range }] of ranges)
        if (pointer !== '') places[pointer] = spotOf(key ?? range, text, lines);
      return places;
    },
  };
}

/** What to point at: a flow collection or a scalar as a whole, a block collection by its first key or dash. */
function rangeOf(node: ParsedNode): Range {
  const [start, end] = node.range;
  if (isScalar(node) || isAlias(node) || ('flow' in node && node.flow === true)) return [start, end];
  const first = isMap(node) ? node.items[0]?.key : undefined;
  return first != null && 'range' in first && first.range != null
    ? [first.range[0], first.range[1]]
    : [start, start + 1];
}
