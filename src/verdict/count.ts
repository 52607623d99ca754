import type { Count } from '../scenario/expectation.ts';

/** What a count means when a scenario leaves it out. */
export const AT_LEAST_ONCE: Count = { atLeast: 1 };

/** Whether a count is satisfied by so many. */
export function allows(count: Count, many: number): boolean {
  if (typeof count === 'number') return many === count;
  return many >= (count.atLeast ?? 0) && many <= (count.atMost ?? Number.POSITIVE_INFINITY);
}

/** Whether so many is more than a count allows. */
export function isTooMany(count: Count, many: number): boolean {
  return many > mostOf(count);
}

/** How far off so many is: `1 is missing`, `2 too many`. */
export function sayShortfall(count: Count, many: number): string {
  if (isTooMany(count, many)) return `${many - mostOf(count)} too many`;
  const missing = (typeof count === 'number' ? count : (count.atLeast ?? 0)) - many;
  return missing === 1 ? '1 is missing' : `${missing} are missing`;
}

function mostOf(count: Count): number {
  return typeof count === 'number' ? count : (count.atMost ?? Number.POSITIVE_INFINITY);
}
