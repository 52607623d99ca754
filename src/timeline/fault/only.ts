import { compilePattern } from '../../pattern/index.ts';
import type { Delivery } from '../timeline.ts';

/** Whether a fault touches a delivery: all of them, or those whose event matches the pattern. */
export function touches(only: Readonly<Record<string, unknown>> | undefined): (delivery: Delivery) => boolean {
  if (only === undefined) return () => true;
  const pattern = compilePattern(JSON.stringify(only));
  return ({ event }) => pattern.matches(event);
}
