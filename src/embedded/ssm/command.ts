import type { Instant, Milliseconds } from '../../clock.ts';
import type { Target } from './instances.ts';

/** How a command ends on an instance. */
export interface Outcome {
  readonly status: 'Success' | 'Failed' | 'TimedOut';
  readonly after: Milliseconds;
  readonly responseCode: number;
  readonly output: string;
  readonly error: string;
}

/** A command's course on one instance. */
export interface Invocation {
  readonly instance: string;
  readonly outcome: Outcome;
  cancelled?: Instant;
}

/** A command that has been sent. */
export interface Command {
  readonly id: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly comment: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly requested: Instant;
  readonly timeoutSeconds: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly serviceRole: string;
  readonly invocations: readonly Invocation[];
}

/** `Status` and `StatusDetails`, which differ in words. */
export interface State {
  readonly status: string;
  readonly details: string;
}

const DONE = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Where an invocation has got to; a command has no life of its own, only a past. */
export function invocationState({ requested }: Command, { outcome, cancelled }: Invocation, now: Instant): State {
  const ends = requested + outcome.after;
  if (cancelled !== undefined && cancelled < ends) return { status: 'Cancelled', details: 'Cancelled' };
  if (now < ends) return { status: 'InProgress', details: 'InProgress' };
  const { status } = outcome;
  return { status, details: status === 'TimedOut' ? 'ExecutionTimedOut' : status };
}

/** Where a command has got to on all of its instances. */
export function commandState(
  command: Command,
  now: Instant,
): State & { readonly done: number; readonly failed: number } {
  const states = command.invocations.map((invocation) => invocationState(command, invocation, now).status);
  const done = states.filter((status) => DONE.has(status)).length;
  const failed = states.filter((status) => status === 'Failed' || status === 'TimedOut').length;
  if (states.length === 0) return { status: 'Success', details: 'NoInstancesInTag', done, failed };
  const status = overall(states, failed, allowed(command));
  return { status, details: status === 'TimedOut' ? 'ExecutionTimedOut' : status, done, failed };
}

function overall(states: readonly string[], failed: number, allowed: number): string {
  if (states.includes('InProgress')) return 'InProgress';
  if (states.includes('Cancelled')) return 'Cancelled';
  if (failed === 0) return 'Success';
  return failed > allowed ? (states.every((status) => status === 'TimedOut') ? 'TimedOut' : 'Failed') : 'Success';
}

/** How many instances may fail before the command does: a number, or a share of all. */
function allowed({ maxErrors, invocations }: Command): number {
  const number = Number.parseInt(maxErrors, 10);
  return maxErrors.endsWith('%') ? Math.floor((invocations.length * number) / 100) : number;
}
