import { isDeepStrictEqual } from 'node:util';
import { runtimeFailure } from '../failure.ts';

/** Cuts a list into lists of `size`, the last of which may be shorter. */
export function partition(items: readonly unknown[], size: number): unknown[][] {
  const whole = Math.trunc(size);
  if (!(whole >= 1)) throw runtimeFailure('The chunk size of an array partition must be a positive integer');
  return Array.from({ length: Math.ceil(items.length / whole) }, (_, at) => items.slice(at * whole, (at + 1) * whole));
}

/** Step Functions makes lists of at most a thousand numbers. */
const RANGE_LIMIT = 1000;

/** The numbers from `first` to `last`, both included, in steps of `by`. */
export function range(first: number, last: number, by: number): number[] {
  const [start, end, step] = [Math.round(first), Math.round(last), Math.round(by)];
  if (step === 0 || Number.isNaN(step)) throw runtimeFailure('The step of an array range must not be zero');
  const count = Math.max(0, Math.floor((end - start) / step) + 1);
  if (count > RANGE_LIMIT) throw runtimeFailure(`An array range cannot contain more than ${RANGE_LIMIT} elements`);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

/** The items without those that are equal to an earlier one. */
export function unique(items: readonly unknown[]): unknown[] {
  return items.filter((item, at) => items.findIndex((other) => isDeepStrictEqual(other, item)) === at);
}

/** Whether an item is among them, by value. */
export function contains(items: readonly unknown[], wanted: unknown): boolean {
  return items.some((item) => isDeepStrictEqual(item, wanted));
}
