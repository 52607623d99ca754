import type { Place } from '../../problem.ts';

/** What infrastructure code says once its expressions are worked out: JSON, with what nobody can know in its places. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap | Unresolved;

/** An object of values. */
export interface ValueMap {
  readonly [name: string]: Value;
}

/** A value that only a deployment knows. */
export class Unresolved {
  /** What it is and why it is not known, a clause without a full stop. */
  readonly why: string;
  readonly place: Place | undefined;
  /** What it is called here instead, where a name is all that is wanted of it: that of a target, not one that events carry. */
  readonly standIn: string | undefined;

  constructor(why: string, place: Place | undefined, standIn?: string) {
    this.why = why;
    this.place = place;
    this.standIn = standIn;
  }
}

/** Whether a value is an object with members. */
export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved);
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The members of a map; none where it is something else. */
export function membersOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : {};
}

/** The items of a list; something alone is a list of one, as policies write it. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : isList(value) ? value : [value];
}

/** A member by the names that lead to it. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let here = value;
  for (const name of path) here = isMap(here) && Object.hasOwn(here, name) ? here[name] : undefined;
  return here;
}

/** The text of a value, or what stands in for it; nothing where it is no text at all. */
export function nameIn(value: Value | undefined): string | undefined {
  if (value instanceof Unresolved) return value.standIn;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** What no name, pattern or policy comes to, and what texts put together of others twice and twice again soon do. */
const LONGEST = 200_000;
/** The same for lists and objects, which may have one part in many places. */
const LARGEST = 200_000;

const WEIGHTS = new WeakMap<object, number>();

/** A value that is not larger than anybody could mean; what is, is not known. */
export function bounded(value: Value): Value {
  return weightOf(value) > LARGEST ? new Unresolved('more comes of it than anybody could mean', undefined) : value;
}

/** How many parts a value has, however often one and the same is among them. */
function weightOf(value: Value): number {
  if (typeof value !== 'object' || value === null || value instanceof Unresolved) return 1;
  const known = WEIGHTS.get(value);
  if (known !== undefined) return known;
  let weight = 1;
  for (const member of Object.values(value) as readonly Value[]) weight += weightOf(member);
  WEIGHTS.set(value, weight);
  return weight;
}

/** Puts texts together; what is not known in one is not known in the whole. */
export function joined(parts: readonly Value[], between: string, place: Place | undefined): Value {
  const unknown = parts.find((part) => part instanceof Unresolved);
  const names = parts.map(nameIn);
  if (names.reduce((sum, name = '') => sum + name.length, 0) > LONGEST) {
    return new Unresolved('a longer text comes of it than anybody could mean', place);
  }
  const text = names.includes(undefined) ? undefined : names.join(between);
  if (unknown !== undefined) return new Unresolved(unknown.why, unknown.place ?? place, text);
  return text ?? new Unresolved('a list or an object stands where a text is wanted', place);
}

/** The first thing in a value that is not known, however deep. */
export function firstUnresolved(value: Value | undefined): Unresolved | undefined {
  if (value instanceof Unresolved) return value;
  const members = isList(value) ? value : isMap(value) ? Object.values(value) : [];
  for (const member of members) {
    const found = firstUnresolved(member);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Plain JSON, with the stand-ins of what is not known; nothing where something has none. */
export function plainOf(value: Value): unknown {
  if (value instanceof Unresolved) return value.standIn;
  if (isList(value)) return value.map(plainOf);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainOf(member)]));
}
