import { sayValue } from '../say.ts';

const MOST_LINES = 10;
const MOST_CHARACTERS = 60;

/** How a JSON value differs from the one that was wanted: a line a difference, none when they are equal. */
export function differences(wanted: unknown, is: unknown): readonly string[] {
  const lines = [...differing(wanted, is, '')];
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more differences`];
}

function* differing(wanted: unknown, is: unknown, path: string): Generator<string> {
  if (Array.isArray(wanted) && Array.isArray(is)) {
    if (wanted.length !== is.length) yield `${named(path)} has ${is.length} elements, wanted ${wanted.length}`;
    for (let index = 0; index < Math.min(wanted.length, is.length); index += 1) {
      yield* differing(wanted[index], is[index], `${path}[${index}]`);
    }
    return;
  }
  if (isObject(wanted) && isObject(is)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(is)])) {
      yield* differingMember(wanted, is, key, path === '' ? key : `${path}.${key}`);
    }
    return;
  }
  if (wanted !== is) yield `${named(path)} is ${short(is)}, wanted ${short(wanted)}`;
}

function* differingMember(
  wanted: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
  key: string,
  path: string,
): Generator<string> {
  if (!Object.hasOwn(is, key)) yield `${path} is absent, wanted ${short(wanted[key])}`;
  else if (!Object.hasOwn(wanted, key)) yield `${path} is ${short(is[key])}, not wanted`;
  else yield* differing(wanted[key], is[key], path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function named(path: string): string {
  return path === '' ? 'the value' : path;
}

function short(value: unknown): string {
  // Quoted as JSON, so that "1" and 1 differ for the reader too.
  return typeof value === 'object' && value !== null
    ? sayValue(value, MOST_CHARACTERS)
    : sayText(JSON.stringify(value) ?? String(value));
}

function sayText(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
