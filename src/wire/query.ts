import { Fault } from './fault.ts';

interface Branch {
  [key: string]: Branch | string;
}

/** No input of any service is nested as deep. */
const DEEPEST = 100;

/**
 * Reads the body of a query request: `Tags.member.1.Key=a` is a list of structures, `Attributes.entry.1.key=a` a map.
 *
 * The protocol has no types, so every scalar is a string. Throws the `Fault` that AWS answers to what cannot be read.
 */
export function readQuery(text: string): Readonly<Record<string, unknown>> {
  const root: Branch = Object.create(null) as Branch;
  for (const [path, value] of new URLSearchParams(text)) {
    if (path === 'Action' || path === 'Version') continue;
    const steps = path.split('.', DEEPEST + 1);
    if (steps.length > DEEPEST)
      throw new Fault('MalformedQueryString', 'The query string contains a syntax error', 404);
    plant(root, steps, value);
  }
  return Object.fromEntries(Object.entries(root).map(([key, branch]) => [key, harvest(branch)]));
}

function plant(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (const step of path.slice(0, -1)) {
    const next = branch[step];
    if (typeof next === 'object') {
      branch = next;
    } else {
      const grown = Object.create(null) as Branch;
      branch[step] = grown;
      branch = grown;
    }
  }
  branch[path.at(-1)!] = value;
}

function harvest(branch: Branch | string): unknown {
  if (typeof branch === 'string') return branch;
  const keys = Object.keys(branch);
  const [only] = keys;
  if (keys.length === 1 && (only === 'member' || only === 'entry')) {
    const items = branch[only]!;
    if (typeof items === 'object' && isNumbered(items)) return only === 'member' ? list(items) : map(items);
  }
  // A flattened list has no `member` between its name and the numbers.
  if (isNumbered(branch)) return list(branch);
  return Object.fromEntries(keys.map((key) => [key, harvest(branch[key]!)]));
}

function isNumbered(branch: Branch): boolean {
  const keys = Object.keys(branch);
  return keys.length > 0 && keys.every((key) => /^[1-9]\d*$/.test(key));
}

function inOrder(branch: Branch): (Branch | string)[] {
  return Object.keys(branch)
    .toSorted((a, b) => Number(a) - Number(b))
    .map((key) => branch[key]!);
}

function list(branch: Branch): unknown[] {
  return inOrder(branch).map(harvest);
}

/** Entries spell their halves `key` and `value`; SNS says `Name` and `Value`. */
function map(branch: Branch): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    inOrder(branch).map((entry) => {
      if (typeof entry === 'string') return [entry, ''];
      const { key, Name: name = key, value, Value: held = value } = entry;
      return [typeof name === 'string' ? name : '', held === undefined ? '' : harvest(held)];
    }),
  );
}
