/** A JSONPath as EventBridge takes it: dots, indexes and `*`. */
export type Path = readonly Step[];

type Step = string | number | typeof EVERY;

const EVERY = Symbol('*');

/** A name with a dot before it, or something in brackets; names may hold what EventBridge's own fields do: `detail-type`. */
const STEP = /\.([A-Za-z0-9_\-/]+)|\.(\*)|\[(\d+)\]|\[(\*)\]|\[(?:'([^']+)'|"([^"]+)")\]/y;

/** Reads a path; `undefined` where EventBridge would not take it for one. */
export function parsePath(text: string): Path | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (found === null) return undefined;
    const [, name, every, index, all, single, double] = found;
    const key = name ?? single ?? double;
    if (key !== undefined) steps.push(key);
    else if (every !== undefined || all !== undefined) steps.push(EVERY);
    else steps.push(Number(index));
  }
  return steps;
}

/** What a path leads to; `undefined` where the event has nothing there. A path with `*` leads to the list of all it finds. */
export function readPath(path: Path, value: unknown): unknown {
  const every = path.indexOf(EVERY);
  if (every < 0) return follow(path, value);
  const from = follow(path.slice(0, every), value);
  const members = Array.isArray(from) ? from : isObject(from) ? Object.values(from) : [];
  const rest = path.slice(every + 1);
  const found = members.flatMap((member) => {
    const one = readPath(rest, member);
    if (one === undefined) return [];
    return rest.includes(EVERY) && Array.isArray(one) ? (one as unknown[]) : [one];
  });
  return found.length === 0 ? undefined : found;
}

function follow(path: Path, value: unknown): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = isObject(at) && typeof step === 'string' && Object.hasOwn(at, step) ? at[step] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
