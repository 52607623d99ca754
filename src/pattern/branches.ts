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
export function parseBranches(text: string, onRepeat: (path: string) => void = () => {}): readonly Branch[] {
  const reader = new Reader(text);
  if (reader.next() !== 'object') reader.refuse('Filter is not an object');
  return new BranchParser(reader, onRepeat).parse();
}

class BranchParser {
  readonly #reader: Reader;
  readonly #onRepeat: (path: string) => void;

  constructor(reader: Reader, onRepeat: (path: string) => void) {
    this.#reader = reader;
    this.#onRepeat = onRepeat;
  }

  parse(): readonly Branch[] {
    const branches: OpenBranch[] = [];
    this.#object([], branches, false);
    return branches;
  }

  #object(path: readonly string[], branches: OpenBranch[], insideOr: boolean): void {
    const reader = this.#reader;
    let empty = true;
    while (reader.next() !== 'end-object') {
      empty = false;
      const name = reader.text;
      if (name === '$or') {
        this.#or(path, branches);
        continue;
      }
      if (insideOr && RESERVED.has(name)) {
        reader.refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
      }
      const token = reader.next();
      if (token === 'object') this.#object([...path, name], branches, insideOr);
      else if (token === 'array') this.#leaf(join(path, name), branches);
      else reader.refuse(`"${name}" must be an object or an array`);
    }
    if (empty) reader.refuse('Empty objects are not allowed');
  }

  /** Multiplies the branches so far by the ways that `$or` offers. */
  #or(path: readonly string[], branches: OpenBranch[]): void {
    const reader = this.#reader;
    const before = branches.splice(0);
    if (before.length === 0) before.push(new Map());
    if (reader.next() !== 'array') reader.refuse('It must be an Array followed with $or.');
    let ways = 0;
    while (reader.next() !== 'end-array') {
      ways += 1;
      if (reader.token !== 'object') reader.refuse('Only JSON object is allowed in array of $or relationship.');
      const way = before.map((branch) => new Map(branch));
      this.#object(path, way, true);
      if (branches.length + way.length > MOST_BRANCHES) {
        throw new Refusal(`Event pattern contains more than ${MOST_BRANCHES} rule combinations`);
      }
      branches.push(...way);
    }
    if (ways < 2) reader.refuse('There must have at least 2 Objects in $or relationship.');
  }

  #leaf(path: string, branches: OpenBranch[]): void {
    const operators = parseLeaf(this.#reader);
    if (branches.length === 0) branches.push(new Map());
    if (branches.some((branch) => branch.has(path))) this.#onRepeat(path);
    for (const branch of branches) branch.set(path, operators);
  }
}

/** Dots and nesting are the same to AWS. Empty outer names leave no trace: a quirk of how it joins them. */
function join(path: readonly string[], name: string): string {
  const outer = path.join('.');
  return outer === '' ? name : `${outer}.${name}`;
}
