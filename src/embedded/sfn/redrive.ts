import type { Instant, Milliseconds } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { Execution } from './execution.ts';
import type { Scope } from './time/scope.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const REDRIVABLE_FOR: Milliseconds = 14 * 86_400_000;
const MOST_REDRIVES = 1_000;

/** Whether an execution can go on where it failed, in the members of DescribeExecution. */
export function redriveOf(execution: Execution, now: Instant): Readonly<Record<string, unknown>> {
  const reason = reasonAgainst(execution, now);
  return {
    redriveCount: execution.redriven.length,
    ...(execution.redriven.length > 0 && { redriveDate: new Date(execution.redriven.at(-1)!) }),
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(reason !== undefined && { redriveStatusReason: reason }),
  };
}

/** Throws AWS's Fault for an execution that cannot go on. */
export function refuseRedrive(execution: Execution, now: Instant): void {
  const reason = reasonAgainst(execution, now);
  if (reason !== undefined) throw new Fault('ExecutionNotRedrivable', reason);
}

function reasonAgainst({ status, stopped, redriven, mapRunArn }: Execution, now: Instant): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (mapRunArn !== undefined) return 'Execution was started by a Map Run and cannot be redriven by itself';
  if (redriven.length >= MOST_REDRIVES) return 'Execution redrive limit exceeded';
  if (now - (stopped ?? now) > REDRIVABLE_FOR) return 'Execution redrivable period exceeded';
  return undefined;
}

/** Has an execution run again, as if it had not failed. */
export function reopen(execution: Execution, scope: Scope, now: Instant): void {
  execution.status = 'RUNNING';
  execution.stopped = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  execution.scope = scope;
  execution.redriven.push(now);
}
