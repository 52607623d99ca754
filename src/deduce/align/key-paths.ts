import type { Json, JsonObject } from '../../registry/activity.ts';
import { kindOf, withoutId } from '../meaning.ts';

/** One place at which two values differ. */
export interface Difference {
  /** `detail.image-tags[]`: the keys that lead to it. */
  readonly path: string;
  /** Absent where the first has nothing there. */
  readonly a?: Json;
  readonly b?: Json;
}

/** How values are compared. */
export interface Comparing {
  /** Whether ids and times are held against each other by what they look like. */
  readonly shapes?: boolean;
}

/** Where two values differ, up to ids and times. */
export function differencesBetween(a: Json, b: Json, comparing: Comparing = {}, path = ''): readonly Difference[] {
  const member = path.replace(/\[\]$/, '').split('.').at(-1) ?? '';
  if (isObject(a) && isObject(b)) return inObjects(a, b, comparing, path);
  if (Array.isArray(a) && Array.isArray(b)) return inLists(a as readonly Json[], b as readonly Json[], comparing, path);
  // An event's own id and time have names that mean something else further in.
  const kind = path === 'id' || path === 'time' ? path : kindOf(member);
  if (kind !== undefined && isScalar(a) && isScalar(b)) {
    if (comparing.shapes !== true) return [];
    return shapeOf(a) === shapeOf(b) ? [] : [{ path, a, b }];
  }
  return JSON.stringify(withoutId(member, a)) === JSON.stringify(withoutId(member, b)) ? [] : [{ path, a, b }];
}

function inObjects(a: JsonObject, b: JsonObject, comparing: Comparing, path: string): readonly Difference[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const differences = [...keys].flatMap((key): readonly Difference[] => {
    const inner = path === '' ? key : `${path}.${key}`;
    const [left, right] = [a[key], b[key]];
    if (left === undefined) return right === undefined ? [] : [{ path: inner, b: right }];
    if (right === undefined) return [{ path: inner, a: left }];
    return differencesBetween(left, right, comparing, inner);
  });
  if (comparing.shapes !== true) return differences;
  const order = (one: JsonObject, other: JsonObject) =>
    Object.keys(one)
      .filter((key) => key in other)
      .join(', ');
  const [first, second] = [order(a, b), order(b, a)];
  const where = path === '' ? '(order)' : `${path}.(order)`;
  return first === second ? differences : [...differences, { path: where, a: first, b: second }];
}

function inLists(a: readonly Json[], b: readonly Json[], comparing: Comparing, path: string): readonly Difference[] {
  const inner = `${path}[]`;
  const both = Math.min(a.length, b.length);
  return [
    ...a.slice(0, both).flatMap((item, at) => differencesBetween(item, b[at] ?? null, comparing, inner)),
    ...a.slice(both).map((item): Difference => ({ path: inner, a: item })),
    ...b.slice(both).map((item): Difference => ({ path: inner, b: item })),
  ];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

const DATE_IN_WORDS = /^[A-Z][a-z]{2} \d{1,2}, \d{4}(,?) \d{1,2}:\d{2}:\d{2} [AP]M$/;

/** What an id or a time looks like: its letters and digits by their kinds. */
export function shapeOf(value: string | number): string {
  if (typeof value === 'number') return 'a number';
  const words = DATE_IN_WORDS.exec(value);
  if (words !== null) return `a date in words${words[1] === ',' ? ', with a comma behind the year' : ''}`;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return 'a UUID';
  const prefix = /^(A[A-Z]{3})[A-Z0-9]{12,}(?=:|$)(:)?/.exec(value);
  if (prefix !== null) return `${prefix[1]}…${prefix[2] ?? ''}`;
  // A fraction of a second has no fixed length.
  return value
    .replaceAll(/\d/g, '0')
    .replace(/\.0+Z$/, '.0Z')
    .replaceAll(/[A-Za-z]{3,}/g, 'x');
}
