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
  const { at, redriven } = execution;
  const resumed = redriven.length > 0 ? at : undefined;
  if (redriven.length > 0) {
    history.add('ExecutionRedriven', history.events.length, {
      executionRedrivenEventDetails: { redriveCount: redriven.length },
    });
  } else {
    history.add('ExecutionStarted', 0, {
      executionStartedEventDetails: { ...dataMembers('input', input), roleArn: execution.roleArn },
    });
  }
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
          RedriveCount: redriven.length,
          ...(redriven.length > 0 && { RedriveTime: new Date(redriven.at(-1)!).toISOString() }),
        },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    },
    scope,
    variables: { own: new Map(resumed?.variables), outer: undefined },
    language: definition.QueryLanguage ?? 'JSONPath',
    item: undefined,
    fate: { failedAt: undefined, outer: undefined },
    last: redriven.length > 0 ? history.events.length : 0,
  };
  // It may have been stopped meanwhile, and redriven since.
  const isStillThis = (): boolean => execution.status === 'RUNNING' && execution.scope === scope;
  try {
    const first = resumed === undefined ? definition : { ...definition, StartAt: resumed.name };
    const output = await runStates(strand, first, resumed === undefined ? input : resumed.input);
    if (isStillThis()) succeed(execution, strand.last, output, agenda.now());
  } catch (error) {
    if (error instanceof Failure && isStillThis()) fail(execution, strand.last, error, agenda.now());
    else if (!(error instanceof Failure || error instanceof Halted)) throw error;
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
