/** A place in events that some pattern looks at, or a step on the way there. */
export interface PathNode {
  /** The number of the path that ends here, -1 when it is only a step. */
  field: number;
  /** From the key of an event's object to the place it leads to. */
  readonly edges: Map<string, PathNode>;
  /** The same edges by the length of their keys, which rules most keys out. */
  readonly byLength: Edge[][];
  /** The single steps onward. */
  readonly steps: Map<string, PathNode>;
  /** Whether a key of an event may make more steps at once than the edges provide for. */
  deep: boolean;
}

/** A key and the place it leads to. */
export interface Edge {
  readonly key: string;
  /** The code units of the key. */
  readonly units: Uint16Array;
  readonly node: PathNode;
}

/** More keys of one length are looked up faster than gone through. */
export const FEW_EDGES = 6;

/** An edge takes so many steps at most: an edge for each run of steps of a path would be too many, were the path long. */
const MOST_STEPS = 8;

/** Lays dotted paths out as a tree; a path's number is its place in the list. */
export function buildPathTree(paths: readonly string[]): PathNode {
  const root = newNode();
  const allowsEmpty = takesEmptySteps(paths);
  for (const [field, path] of paths.entries()) {
    const steps = path.split('.');
    const nodes = [root];
    for (const step of steps) nodes.push(stepFrom(nodes.at(-1) ?? root, step));
    // An event may spell part of a path as one key with dots in it: every run of steps is a way.
    for (const [from, start] of nodes.entries()) {
      for (const [index, node] of nodes.slice(from + 1, from + 1 + MOST_STEPS).entries()) {
        const key = steps.slice(from, from + 1 + index).join('.');
        if (key !== '' || allowsEmpty) addEdge(start, key, node);
      }
      start.deep ||= steps.length - from > MOST_STEPS;
    }
    (nodes.at(-1) ?? root).field = field;
  }
  return root;
}

/** Where a key leads, if anywhere. Most lead nowhere, and their length says so. */
export function followKey(node: PathNode, key: string): PathNode | undefined {
  if (key.length < node.byLength.length) {
    const edges = node.byLength[key.length]!;
    if (edges.length > FEW_EDGES) return node.edges.get(key) ?? (node.deep ? walk(node, key) : undefined);
    for (let index = 0; index < edges.length; index += 1) if (edges[index]!.key === key) return edges[index]!.node;
  }
  return node.deep ? walk(node, key) : undefined;
}

/** Where a key of many steps leads: there is no edge for it. */
function walk(from: PathNode, key: string): PathNode | undefined {
  if (!key.includes('.')) return undefined;
  let node: PathNode | undefined = from;
  for (const step of key.split('.')) {
    node = node.steps.get(step);
    if (node === undefined) return undefined;
  }
  return node;
}

function newNode(): PathNode {
  return { field: -1, edges: new Map(), byLength: [], steps: new Map(), deep: false };
}

function stepFrom(node: PathNode, step: string): PathNode {
  const known = node.steps.get(step);
  if (known !== undefined) return known;
  const made = newNode();
  node.steps.set(step, made);
  return made;
}

function addEdge(from: PathNode, text: string, node: PathNode): void {
  if (from.edges.has(text)) return;
  const key = asPropertyName(text);
  from.edges.set(key, node);
  while (from.byLength.length <= key.length) from.byLength.push([]);
  from.byLength[key.length]?.push({ key, units: Uint16Array.from(key, (_, index) => key.charCodeAt(index)), node });
}

/** The same text as the runtime keeps it for names of properties: compared with one of an event, it is the same object. */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** AWS passes over keys that no pattern names, and does not count the empty steps at a path's end as named. */
function takesEmptySteps(paths: readonly string[]): boolean {
  return paths.some((path) => path === '' || path.replace(/\.+$/, '').split('.').slice(0, -1).includes(''));
}
