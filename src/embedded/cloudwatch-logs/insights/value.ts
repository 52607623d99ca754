import type { Instant } from '../../../clock.ts';

/** A moment, which is shown as a date and counts as milliseconds. */
export class Moment {
  readonly at: Instant;

  constructor(at: Instant) {
    this.at = at;
  }
}

/** What a field holds. */
export type Value = string | number | boolean | Moment | undefined;

/** A line by the names of its fields. */
export type Row = ReadonlyMap<string, Value>;

/** Reads a value as a number, if it is one. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Moment) return value.at;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** A value as answers show it: dates to the millisecond in UTC, and truth as 1 and 0. */
export function textOf(value: Value): string {
  if (value instanceof Moment) return new Date(value.at).toISOString().replace('T', ' ').replace('Z', '');
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === undefined ? '' : String(value);
}

/** Compares as numbers where both are, and as texts otherwise; `undefined` where one is missing. */
export function compare(a: Value, b: Value): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [textOf(a), textOf(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}

/** Whether a value counts as true. */
export function isTrue(value: Value): boolean {
  return value !== undefined && value !== false && value !== 0 && value !== '';
}
