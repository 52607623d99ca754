import { Failure } from './failure.ts';
import type { Execution, Status } from './execution.ts';
import { dataMembers } from './history.ts';
import { runStates } from './run-states.ts';
import type { Run, Strand } from './strand.ts';
import { Halted } from './time/scope.ts';

/** Carries an execution out, from its first event to its last. Never rejects for what the machine does. */
export async function execute(
  execution: Execution,
  around: Omit<Run, 'execution' | 'history' | 'context' | 'states'>,
): Promise<void> {
  const { history, definition, machine, scope } = execution;
  const { agenda } = around;
  const input = JSON.parse(execution.input) as unknown;
  history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: { ...dataMembers('input', input), roleArn: execution.roleArn },
  });
  const cancel =
    definition.TimeoutSeconds === undefined
      ? (): void => {}
      : agenda.after(definition.TimeoutSeconds * 1000, () => {
          end(execution, 'TIMED_OUT', agenda.now());
          return around.pacer.idle();
        });
  const strand: Strand = {
    run: {
      ...around,
      execution,
      history,
      states: runStates,
      context: {
        Execution: {
          Id: execution.arn,
          Input: input,
          StartTime: new Date(execution.started).toISOString(),
          Name: execution.name,
          RoleArn: execution.roleArn,
          RedriveCount: 0,
        },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    },
    scope,
    variables: { own: new Map(), outer: undefined },
    language: definition.QueryLanguage ?? 'JSONPath',
    item: undefined,
    fate: { failedAt: undefined, outer: undefined },
    last: 0,
  };
  try {
    const output = await runStates(strand, definition, input);
    if (execution.status === 'RUNNING') succeed(execution, strand.last, output, agenda.now());
  } catch (error) {
    if (error instanceof Failure) fail(execution, strand.last, error, agenda.now());
    else if (!(error instanceof Halted)) throw error;
  } finally {
    cancel();
  }
}

/** Ends an execution from without: it was stopped, or has taken too long. */
export function end(
  execution: Execution,
  status: Extract<Status, 'ABORTED' | 'TIMED_OUT'>,
  now: number,
  details: { readonly error?: string; readonly cause?: string } = {},
): void {
  if (execution.status !== 'RUNNING') return;
  const type = status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionTimedOut';
  execution.history.add(type, 0, { [`e${type.slice(1)}EventDetails`]: details });
  settle(execution, status, now, details);
  execution.scope.halt();
}

function succeed(execution: Execution, last: number, output: unknown, now: number): void {
  execution.history.add('ExecutionSucceeded', last, { executionSucceededEventDetails: dataMembers('output', output) });
  execution.output = JSON.stringify(output);
  settle(execution, 'SUCCEEDED', now);
}

function fail(execution: Execution, last: number, { error, reason }: Failure, now: number): void {
  const details = { ...(error !== undefined && { error }), ...(reason !== undefined && { cause: reason }) };
  // What a state could not do follows nothing, as AWS has it.
  execution.history.add('ExecutionFailed', error === 'States.Runtime' ? 0 : last, {
    executionFailedEventDetails: details,
  });
  settle(execution, 'FAILED', now, details);
}

function settle(
  execution: Execution,
  status: Status,
  now: number,
  { error, cause }: { readonly error?: string; readonly cause?: string } = {},
): void {
  execution.status = status;
  execution.stopped = now;
  execution.error = error;
  execution.cause = cause;
  for (const tell of execution.told) tell();
  execution.told.clear();
}
