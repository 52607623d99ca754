import { isAlias, isMap, isScalar, type Alias, type Node, type ParsedNode, type Scalar } from 'yaml';
import { Problem, type ProblemCode } from '../problem.ts';
import { pointerOf, type Path, type Range, type Spot } from './place.ts';
import type { YamlSource } from './yaml-syntax.ts';

/** Which part of a member is meant: its key, or its value. */
export type Part = 'key' | 'value';

/** A YAML document as plain JSON-like data, and where each member of it stands. */
export interface YamlTree {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Entries (`/steps/2`) of which a part was left out for one of the problems: what they lack is no news. */
  readonly incomplete: ReadonlySet<string>;
  /** The place of a member, or of the nearest one around it. */
  spot(path: Path, part: Part): Spot;
  /** Every key and every item by its JSON pointer. */
  places(): Record<string, Spot>;
}

/** How many values aliases may add to a file: far more than anybody writes, far less than a bomb. */
const ALIASED_VALUES = 20_000;

/** Takes a document apart: plain values for the checks, places for whoever has something to say about them. */
export function readTree(source: YamlSource): YamlTree {
  const { file, lines } = source;
  const problems: Problem[] = [];
  const incomplete = new Set<string>();
  const ranges = new Map<string, { readonly key: Range | undefined; readonly value: Range }>();
  const anchors = new Map<string, ParsedNode>();
  const open = new Set<Node>();
  let aliased = 0;
  /** The alias that is being followed; of aliases within it, the outermost. */
  let following: Alias.Parsed | undefined;

  function refuse(code: ProblemCode, says: string, range: Range): void {
    const place = { file, ...lines.spotOf(range) };
    problems.push(new Problem(code, `Cannot read the YAML: ${says}`, { place }));
  }

  function leaveOut(code: ProblemCode, says: string, range: Range, pointer: string): void {
    refuse(code, says, range);
    incomplete.add(entryOf(pointer));
  }

  function visit(node: ParsedNode | null, pointer: string, key: Range | undefined): unknown {
    if (node === null) {
      if (key !== undefined) ranges.set(pointer, { key, value: key });
      return null;
    }
    const range = rangeOf(node);
    ranges.set(pointer, { key, value: range });
    if (isAlias(node)) return follow(node, pointer, key);
    if (following === undefined) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    } else {
      aliased += 1;
      if (aliased > ALIASED_VALUES) return explode(following, pointer);
    }
    if (isScalar(node)) return scalar(node, range);
    open.add(node);
    const value = isMap(node)
      ? mapping(node.items, pointer)
      : node.items.map((item, index) => visit(item, `${pointer}/${index}`, undefined));
    open.delete(node);
    return value;
  }

  function follow(alias: Alias.Parsed, pointer: string, key: Range | undefined): unknown {
    const name = alias.source;
    const target = anchors.get(name);
    if (target === undefined || open.has(target)) {
      const says =
        target === undefined
          ? `no anchor "&${name}" stands before the alias "*${name}"`
          : `the alias "*${name}" stands inside what it names, so it never ends`;
      leaveOut('SCENARIO_ALIAS', says, rangeOf(alias), pointer);
      return null;
    }
    const outer = following;
    following ??= alias;
    const value = visit(target, pointer, key);
    following = outer;
    // The alias is what the reader sees at this place; what lies below it stands at the anchor.
    ranges.set(pointer, { key, value: rangeOf(alias) });
    return value;
  }

  function explode(alias: Alias.Parsed, pointer: string): null {
    incomplete.add(entryOf(pointer));
    if (aliased === ALIASED_VALUES + 1) {
      const says = `with this alias the file grows by more than ${ALIASED_VALUES} values`;
      refuse('SCENARIO_ALIAS', says, rangeOf(alias));
    }
    return null;
  }

  function mapping(
    items: readonly { readonly key: Node | null; readonly value: Node | null }[],
    pointer: string,
  ): unknown {
    const members = new Map<string, unknown>();
    const seen = new Map<string, Range>();
    for (const { key, value } of items) {
      const name = keyOf(key, pointer);
      if (name === undefined) continue;
      const range = rangeOf(key as ParsedNode);
      const before = seen.get(name);
      if (before === undefined) {
        seen.set(name, range);
        members.set(name, visit(value as ParsedNode | null, `${pointer}${pointerOf([name])}`, range));
      } else {
        const first = lines.lineAt(before[0]);
        refuse(
          'SCENARIO_DUPLICATE_KEY',
          `the key "${name}" stands twice in one mapping, first in line ${first}`,
          range,
        );
      }
    }
    return Object.fromEntries(members);
  }

  function keyOf(key: Node | null, pointer: string): string | undefined {
    const wrong = key === null || !isScalar(key) ? 'a key is text, not a list, a mapping or an alias' : wrongKey(key);
    if (wrong === undefined) return (key as Scalar<string>).value;
    const { code = 'SCENARIO_WRONG_TYPE', says } = typeof wrong === 'string' ? { says: wrong } : wrong;
    leaveOut(code, says, key === null ? [0, 1] : rangeOf(key as ParsedNode), pointer);
    return undefined;
  }

  function scalar({ value, source: written }: Scalar, range: Range): unknown {
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) {
      refuse('SCENARIO_WRONG_VALUE', `${written ?? value} is not a number that JSON has`, range);
    } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const says = `${written ?? value} is too great for a number to keep its digits, it needs quotes`;
      refuse('SCENARIO_WRONG_VALUE', says, range);
    }
    return value;
  }

  const value = visit(source.root ?? null, '', undefined);
  return {
    value,
    problems,
    incomplete,
    spot: (path, part) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const found = ranges.get(pointerOf(path.slice(0, length)));
        if (found === undefined) continue;
        const valueIsEmpty = found.value[1] <= found.value[0];
        const wantsKey = part === 'key' || length < path.length || valueIsEmpty;
        return lines.spotOf(wantsKey ? (found.key ?? found.value) : found.value);
      }
      return { line: 1, column: 1 };
    },
    places: () => {
      const places: Record<string, Spot> = {};
      for (const [pointer, { key, value: range }] of ranges) {
        if (pointer !== '') places[pointer] = lines.spotOf(key ?? range);
      }
      return places;
    },
  };
}

/** The entry of a list that a member is in: the first two keys of its pointer. */
export function entryOf(pointer: string): string {
  return pointer.split('/', 3).join('/');
}

function wrongKey(key: Scalar): string | { readonly code: ProblemCode; readonly says: string } | undefined {
  if (typeof key.value !== 'string') {
    return key.source ? `the key ${key.source} is not text, it needs quotes` : 'a key is missing before ":"';
  }
  if (key.value === '<<' && key.type === 'PLAIN') {
    return { code: 'SCENARIO_ALIAS', says: 'merge keys ("<<") are not part of YAML 1.2, write the members out' };
  }
  if (key.value !== '__proto__') return undefined;
  return { code: 'SCENARIO_WRONG_VALUE', says: 'no member can be called "__proto__"' };
}

/** What to point at: a flow collection or a scalar as a whole, a block collection by its first key or dash. */
function rangeOf(node: ParsedNode): Range {
  const [start, end] = node.range;
  if (isScalar(node) || isAlias(node) || node.flow === true) return [start, end];
  const first = isMap(node) ? node.items[0]?.key : undefined;
  return first == null ? [start, start + 1] : [first.range[0], first.range[1]];
}
