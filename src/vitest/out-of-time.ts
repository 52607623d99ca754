import type { TaskMeta } from 'vitest';
import type { BusSpec } from '../bus/bus-spec.ts';
import type { Place } from '../problem.ts';
import { pointing } from './pointing.ts';

/** What of a test's context tells that it is given up. */
interface Test {
  readonly signal: AbortSignal;
  readonly task: { readonly timeout: number; readonly meta: TaskMeta };
}

/**
 * Makes a problem of the user's own of a rehearsal that Vitest gives up because its time is over.
 *
 * Vitest fails the test with the very error that it aborts the test's signal with, and whatever is thrown later comes
 * too late: so that error is the one to be worded.
 */
export function explainTimeout({ signal, task }: Test, bus: BusSpec['kind'], file: string): void {
  signal.addEventListener('abort', () => {
    const error: unknown = signal.reason;
    // A run that is cancelled aborts its tests too.
    if (!(error instanceof Error) || error.name !== 'TestTimeoutError') return;
    // What is broken is broken, however long it took to find out.
    if (task.meta.ecreplay?.kind === 'broken') return;
    task.meta.ecreplay = { kind: 'problem', codes: ['ENVIRONMENT_MISSING'] };
    Object.assign(error, asProblem(task.timeout, bus, { file, line: 1, column: 1 }));
  });
}

function asProblem(timeout: number, bus: BusSpec['kind'], place: Place): Pick<Error, 'name' | 'message' | 'stack'> {
  const gaps =
    bus === 'embedded' ? '' : `; with a higher "--speed" what is seconds apart on the ${bus} bus arrives sooner`;
  const told = `Cannot rehearse to an end: it has taken the ${timeout} ms that Vitest waits for a rehearsal, wanted a higher "--testTimeout" (the plugin's "timeout")${gaps}`;
  const { name, message, stack = '' } = pointing(place, 'ENVIRONMENT_MISSING', told);
  return { name, message, stack };
}
