import { isMembers, isSpelled } from './event.ts';
import type { Json } from './event.ts';

/** Writes an event as JSON text. */
export function printEvent(value: Json): string {
  if (isSpelled(value)) return value.spelled;
  if (isMembers(value))
    return `{${value.members.map(([name, inner]) => `${JSON.stringify(name)}:${printEvent(inner)}`).join(',')}}`;
  if (typeof value === 'object' && value !== null) return `[${value.map(printEvent).join(',')}]`;
  return JSON.stringify(value);
}
