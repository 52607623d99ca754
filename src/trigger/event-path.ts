import { Problem } from '../problem.ts';

/** A path into an event: `detail.image-tag`, `detail.image-tags[0]`, `detail["a.b"]`. */
export type EventPath = readonly (string | number)[];

const PART = /^(?:\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\])/;

/** Reads a path. Throws the `Problem` of one that is none. */
export function readPath(text: string): EventPath {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const [part = '', name, index, quoted] = PART.exec(rest) ?? [];
    if (part === '' || (path.length === 0 && part.startsWith('.'))) throw noPath(text);
    path.push(index === undefined ? (name ?? (JSON.parse(`"${quoted}"`) as string)) : Number(index));
    rest = rest.slice(part.length);
    if (rest === '.') throw noPath(text);
  }
  if (path.length === 0) throw noPath(text);
  return path;
}

/** A copy of a value in which something else stands at a path; objects that are missing on the way are made. */
export function withValue(value: unknown, path: EventPath, set: unknown, text: string): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return set;
  if (Array.isArray(value)) {
    const index = indexIn(value, first, text, value.length);
    return value.toSpliced(index, 1, withValue(value[index], rest, set, text));
  }
  if (value !== undefined && !isObject(value)) throw cannotGoOn(text, first, value);
  if (typeof first === 'number' && value === undefined && first === 0) return [withValue(undefined, rest, set, text)];
  if (typeof first === 'number') throw cannotGoOn(text, first, value);
  // Not spread alone: a member named "__proto__" is a member like any other.
  return Object.fromEntries([...Object.entries(value ?? {}), [first, withValue(value?.[first], rest, set, text)]]);
}

/** A copy of a value without what stands at a path. Throws the `Problem` of a path at which there is nothing. */
export function withoutValue(value: unknown, path: EventPath, text: string): unknown {
  const [first = '', ...rest] = path;
  if (Array.isArray(value)) {
    const index = indexIn(value, first, text, value.length - 1);
    return rest.length === 0
      ? value.toSpliced(index, 1)
      : value.toSpliced(index, 1, withoutValue(value[index], rest, text));
  }
  if (!isObject(value) || !Object.hasOwn(value, first))
    throw new Problem('USAGE', `Cannot remove "${text}": the event has no such member`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      key !== String(first) ? [[key, member]] : rest.length === 0 ? [] : [[key, withoutValue(member, rest, text)]],
    ),
  );
}

function indexIn(list: readonly unknown[], part: string | number, text: string, most: number): number {
  // `detail.image-tags.0` is how some write it.
  const index = typeof part === 'number' ? part : /^\d+$/.test(part) ? Number(part) : -1;
  if (index >= 0 && index <= most) return index;
  throw new Problem(
    'USAGE',
    `Cannot follow "${text}": there is a list of ${list.length} where "${part}" is to be, wanted ${most < 0 ? 'no index at all' : `an index up to ${most}`}`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cannotGoOn(text: string, part: string | number, value: unknown): Problem {
  return new Problem(
    'USAGE',
    `Cannot follow "${text}": there is ${JSON.stringify(value) ?? 'nothing'} where "${part}" is to be`,
  );
}

function noPath(text: string): Problem {
  return new Problem(
    'USAGE',
    `Cannot read "${text}" as a path: wanted one such as "detail.image-tag" or "resources[0]"`,
  );
}
