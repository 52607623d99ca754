import { Reader } from './json/reader.ts';
import { parseLeaf } from './operator/parse.ts';
import type { Operator } from './operator/operator.ts';
import { Refusal } from './refusal.ts';

/** One way to satisfy a pattern: every path wants one of its alternatives. `$or` makes more than one way. */
export type Branch = ReadonlyMap<string, readonly Operator[]>;

type OpenBranch = Map<string, readonly Operator[]>;

/** As many combinations of `$or` as EventBridge takes. */
const MOST_BRANCHES = 1000;

/** Names that AWS keeps for itself inside `$or`. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard not-equals-ignore-case ' +
    'date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/** Reads a pattern's text, which decides what AWS takes: of two equal paths the later one counts. Throws a Refusal. */
export function parseBranches(text: string): readonly Branch[] {
  const reader = new Reader(text);
  if (reader.next() !== 'object') reader.refuse('Filter is not an object');
  const branches: OpenBranch[] = [];
  parseObject(reader, [], branches, false);
  return branches;
}

function parseObject(reader: Reader, path: readonly string[], branches: OpenBranch[], insideOr: boolean): void {
  let empty = true;
  while (reader.next() !== 'end-object') {
    empty = false;
    const name = reader.text;
    if (name === '$or') {
      parseOr(reader, path, branches);
      continue;
    }
    if (insideOr && RESERVED.has(name))
      reader.refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    const token = reader.next();
    if (token === 'object') parseObject(reader, [...path, name], branches, insideOr);
    else if (token === 'array') addLeaf(branches, join(path, name), parseLeaf(reader));
    else reader.refuse(`"${name}" must be an object or an array`);
  }
  if (empty) reader.refuse('Empty objects are not allowed');
}

/** Multiplies the branches so far by the ways that `$or` offers. */
function parseOr(reader: Reader, path: readonly string[], branches: OpenBranch[]): void {
  const before = branches.splice(0);
  if (before.length === 0) before.push(new Map());
  if (reader.next() !== 'array') reader.refuse('It must be an Array followed with $or.');
  let ways = 0;
  while (reader.next() !== 'end-array') {
    ways += 1;
    if (reader.token !== 'object') reader.refuse('Only JSON object is allowed in array of $or relationship.');
    const way = before.map((branch) => new Map(branch));
    parseObject(reader, path, way, true);
    if (branches.length + way.length > MOST_BRANCHES) {
      throw new Refusal(`Event pattern contains more than ${MOST_BRANCHES} rule combinations`);
    }
    branches.push(...way);
  }
  if (ways < 2) reader.refuse('There must have at least 2 Objects in $or relationship.');
}

function addLeaf(branches: OpenBranch[], path: string, operators: readonly Operator[]): void {
  if (branches.length === 0) branches.push(new Map());
  for (const branch of branches) branch.set(path, operators);
}

/** Dots and nesting are the same to AWS. Empty outer names leave no trace: a quirk of how it joins them. */
function join(path: readonly string[], name: string): string {
  const outer = path.join('.');
  return outer === '' ? name : `${outer}.${name}`;
}
