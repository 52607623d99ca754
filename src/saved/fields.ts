import { clipped } from './bounded.ts';

/** The members of some JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

const MOST_TEXT = 2_000;

/** What a date can say. */
export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

/** The members of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The elements of a list; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, clipped, or what stands for it. */
export function textOf(value: unknown, otherwise: string, most = MOST_TEXT): string {
  return typeof value === 'string' ? clipped(value, most) : otherwise;
}

/** The texts of a list, clipped. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value)
    .filter((one) => typeof one === 'string')
    .map((one) => clipped(one, MOST_TEXT));
}

/** A list of counts. */
export function numbersOf(value: unknown): readonly number[] {
  return listOf(value)
    .slice(0, 1_000)
    .map((one) => (typeof one === 'number' && one > 0 ? one : 0));
}

/** A member that is a text, clipped, where it is one. */
export function optionalText<K extends string>(fields: Fields, key: K): { readonly [P in K]?: string } {
  const value = fields[key];
  return (typeof value === 'string' ? { [key]: clipped(value, MOST_TEXT) } : {}) as { readonly [P in K]?: string };
}

/** A member that is a number, where it is one. */
export function optionalNumber<K extends string>(fields: Fields, key: K): { readonly [P in K]?: number } {
  const value = fields[key];
  return (typeof value === 'number' ? { [key]: value } : {}) as { readonly [P in K]?: number };
}

/** One of the words that there are, where it is one. */
export function oneOf<T extends string>(all: readonly T[], value: unknown): T | undefined {
  return all.find((one) => one === value);
}
