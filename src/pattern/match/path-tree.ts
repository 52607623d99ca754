/** A place in events that some pattern looks at, or a step on the way there. */
export interface PathNode {
  /** The number of the path that ends here, -1 when it is only a step. */
  field: number;
  /** From the key of an event's object to the place it leads to. */
  readonly edges: Map<string, PathNode>;
}

/** Lays dotted paths out as a tree; a path's number is its place in the list. */
export function buildPathTree(paths: readonly string[]): PathNode {
  const root: PathNode = { field: -1, edges: new Map() };
  const byPrefix = new Map<string, PathNode>();
  const allowsEmpty = takesEmptySteps(paths);
  paths.forEach((path, field) => {
    const steps = path.split('.');
    const nodes = [root, ...steps.map((_, index) => nodeOf(byPrefix, steps.slice(0, index + 1).join('.')))];
    // An event may spell part of a path as one key with dots in it: every run of steps is a way.
    for (let from = 0; from < steps.length; from += 1) {
      for (let to = from + 1; to <= steps.length; to += 1) {
        const key = steps.slice(from, to).join('.');
        const node = nodes[to];
        if (node !== undefined && (key !== '' || allowsEmpty)) nodes[from]?.edges.set(key, node);
      }
    }
    nodeOf(byPrefix, path).field = field;
  });
  return root;
}

function nodeOf(byPrefix: Map<string, PathNode>, prefix: string): PathNode {
  const known = byPrefix.get(prefix);
  if (known !== undefined) return known;
  const node: PathNode = { field: -1, edges: new Map() };
  byPrefix.set(prefix, node);
  return node;
}

/** AWS passes over keys that no pattern names, and does not count the empty steps at a path's end as named. */
function takesEmptySteps(paths: readonly string[]): boolean {
  return paths.some((path) => path === '' || (path.replace(/\.+$/, '').split('.').includes('') && !/^\.+$/.test(path)));
}
