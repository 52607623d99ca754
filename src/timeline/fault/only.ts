import { compilePattern } from '../../pattern/index.ts';
import type { Delivery } from '../timeline.ts';

/** What a fault touches, as a scenario says it. */
export interface Touched {
  readonly only?: Readonly<Record<string, unknown>> | undefined;
  readonly nth?: number | undefined;
}

/** Asked of each delivery in turn, whether a fault touches it: all of them, those whose event matches the pattern, or the nth of those. */
export function touches({ only, nth }: Touched): (delivery: Delivery) => boolean {
  const pattern = only === undefined ? undefined : compilePattern(JSON.stringify(only));
  const matches = ({ event }: Delivery): boolean => pattern === undefined || pattern.matches(event);
  if (nth === undefined) return matches;
  let met = 0;
  return (delivery) => matches(delivery) && (met += 1) === nth;
}
