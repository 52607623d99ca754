/** A place in events that some pattern looks at, or a step on the way there. */
export interface PathNode {
  /** The number of the path that ends here, -1 when it is only a step. */
  field: number;
  /** From the key of an event's object to the place it leads to. */
  readonly edges: Map<string, PathNode>;
  /** The same edges by the length of their keys, which rules most keys out. */
  readonly byLength: Edge[][];
}

/** More keys of one length are looked up faster than gone through. */
export const FEW_EDGES = 6;

/** A key and the place it leads to. */
export interface Edge {
  readonly key: string;
  /** The code units of the key. */
  readonly units: Uint16Array;
  readonly node: PathNode;
}

/** Lays dotted paths out as a tree; a path's number is its place in the list. */
export function buildPathTree(paths: readonly string[]): PathNode {
  const root = newNode();
  const byPrefix = new Map<string, PathNode>();
  const allowsEmpty = takesEmptySteps(paths);
  for (const [field, path] of paths.entries()) {
    const steps = path.split('.');
    const nodes = [root, ...steps.map((_, index) => nodeOf(byPrefix, steps.slice(0, index + 1).join('.')))];
    // An event may spell part of a path as one key with dots in it: every run of steps is a way.
    for (const [from, start] of nodes.entries()) {
      for (const [to, node] of nodes.entries()) {
        const key = asPropertyName(steps.slice(from, to).join('.'));
        if (to > from && (key !== '' || allowsEmpty)) addEdge(start, key, node);
      }
    }
    nodeOf(byPrefix, path).field = field;
  }
  return root;
}

/** The same text as the runtime keeps it for names of properties: compared with one of an event, it is the same object. */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

function newNode(): PathNode {
  return { field: -1, edges: new Map(), byLength: [] };
}

function nodeOf(byPrefix: Map<string, PathNode>, prefix: string): PathNode {
  const known = byPrefix.get(prefix);
  if (known !== undefined) return known;
  const node = newNode();
  byPrefix.set(prefix, node);
  return node;
}

function addEdge(from: PathNode, key: string, node: PathNode): void {
  if (from.edges.has(key)) return;
  from.edges.set(key, node);
  while (from.byLength.length <= key.length) from.byLength.push([]);
  from.byLength[key.length]?.push({ key, units: Uint16Array.from(key, (_, index) => key.charCodeAt(index)), node });
}

/** AWS passes over keys that no pattern names, and does not count the empty steps at a path's end as named. */
function takesEmptySteps(paths: readonly string[]): boolean {
  return paths.some((path) => path === '' || path.replace(/\.+$/, '').split('.').slice(0, -1).includes(''));
}
