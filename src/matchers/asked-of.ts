import { Problem } from '../problem.ts';
import type { Asked } from '../verdict/asked/asked.ts';

/** Takes what a matcher is asked about for the outcome of a rehearsal, or throws the `Problem` of what is none. */
export function askedOf(received: unknown, matcher: string): Asked {
  if (isRehearsal(received)) return received;
  throw new Problem(
    'USAGE',
    `Cannot ask ${kindOf(received)} for "${matcher}": wanted what "rehearse" resolves with${isThenable(received) ? ', did you forget "await"' : ''}`,
  );
}

function isRehearsal(received: unknown): received is Asked {
  return (
    typeof received === 'object' &&
    received !== null &&
    ['run', 'findings', 'emissions', 'scenario'].every((member) => member in received)
  );
}

function isThenable(received: unknown): boolean {
  return typeof received === 'object' && received !== null && 'then' in received;
}

function kindOf(received: unknown): string {
  if (isThenable(received)) return 'a promise';
  if (received === null || received === undefined) return String(received);
  if (Array.isArray(received)) return 'a list';
  return typeof received === 'object' ? 'an object' : `a ${typeof received}`;
}
