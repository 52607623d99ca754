import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { end } from './execute.ts';
import type { Execution } from './execution.ts';
import { describe } from './machine-operations.ts';
import type { StateMachines } from './machines.ts';
import { page } from './page.ts';
import { redriveOf, refuseRedrive } from './redrive.ts';
import { refuseName } from './refuse.ts';

/** What the operations on executions are given. */
interface ExecutionInput {
  readonly stateMachineArn: string;
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly name?: string;
  readonly input?: string;
  readonly statusFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly reverseOrder?: boolean;
  readonly includeExecutionData?: boolean;
  readonly error?: string;
  readonly cause?: string;
}

/** The operations on executions. */
export function executionOperations(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  const { executions, scene } = stateMachines;

  function find(arn: string): Execution {
    const execution = executions.get(arn);
    if (execution?.machine.type === 'EXPRESS') throw unsupported();
    if (execution !== undefined) return execution;
    if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/.test(arn))
      throw new Fault('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
    throw new Fault('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  function start(given: unknown): unknown {
    const { stateMachineArn, input = '{}', name } = given as ExecutionInput;
    if (name !== undefined) refuseName(name);
    const { executionArn, execution } = stateMachines.start(stateMachineArn, input, name);
    return { executionArn, startDate: new Date(execution.started) };
  }

  async function startSync(given: unknown): Promise<unknown> {
    const { stateMachineArn, input = '{}', name } = given as ExecutionInput;
    if (stateMachines.choose(stateMachineArn).machine.type !== 'EXPRESS') throw unsupported();
    if (name !== undefined) refuseName(name);
    const execution = await stateMachines.run(stateMachineArn, input, name);
    return {
      ...description(execution),
      billingDetails: {
        billedMemoryUsedInMB: 64,
        billedDurationInMilliseconds: 100 * Math.ceil(duration(execution) / 100),
      },
    };
  }

  /** Those of a machine, or of one of its versions or aliases. */
  function ofMachine(arn: string | undefined): (execution: Execution) => boolean {
    if (arn === undefined) throw new Fault('ValidationException', 'Must provide a state machine ARN or Map Run ARN');
    const { machine, versionArn, aliasArn } = stateMachines.choose(arn);
    if (machine.type === 'EXPRESS') throw unsupported();
    return (execution) =>
      execution.machine === machine &&
      (aliasArn === undefined || execution.aliasArn === aliasArn) &&
      // A version's are also those that an alias has led to it.
      (aliasArn !== undefined || versionArn === undefined || execution.versionArn === versionArn);
  }

  function ofMapRun(arn: string): (execution: Execution) => boolean {
    if (!stateMachines.mapRuns.all.has(arn)) throw new Fault('ResourceNotFound', `Resource not found: '${arn}'`);
    return ({ mapRunArn, machine }) => mapRunArn === arn && machine.type !== 'EXPRESS';
  }

  function list(given: unknown): unknown {
    const { stateMachineArn, mapRunArn, statusFilter, ...cut } = given as Partial<ExecutionInput>;
    const isListed = mapRunArn === undefined ? ofMachine(stateMachineArn) : ofMapRun(mapRunArn);
    const all = [...executions.values()]
      .filter((execution) => isListed(execution) && (statusFilter === undefined || execution.status === statusFilter))
      .toReversed();
    const { items, next } = page(all, cut);
    return {
      executions: items.map(({ arn, name, status, started, stopped, ...execution }) => ({
        executionArn: arn,
        stateMachineArn: execution.machine.arn,
        ...qualified(execution),
        name,
        status,
        startDate: new Date(started),
        ...(stopped !== undefined && { stopDate: new Date(stopped) }),
        redriveCount: execution.redriven.length,
        ...(execution.redriven.length > 0 && { redriveDate: new Date(execution.redriven.at(-1)!) }),
      })),
      ...next,
    };
  }

  function history(given: unknown): unknown {
    const { executionArn, reverseOrder, includeExecutionData = true, ...cut } = given as ExecutionInput;
    const { events } = find(executionArn).history;
    const { items, next } = page(reverseOrder === true ? events.toReversed() : events, cut);
    return { events: includeExecutionData ? items : items.map(withoutData), ...next };
  }

  function stop(given: unknown): unknown {
    const { executionArn, error, cause } = given as ExecutionInput;
    const execution = find(executionArn);
    end(execution, 'ABORTED', scene.agenda.now(), {
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    return { stopDate: new Date(execution.stopped ?? scene.agenda.now()) };
  }

  return {
    StartExecution: start,
    StartSyncExecution: startSync,
    DescribeExecution: (input) => {
      const execution = find((input as unknown as ExecutionInput).executionArn);
      return { ...description(execution), ...redriveOf(execution, scene.agenda.now()) };
    },
    DescribeStateMachineForExecution: (input) => {
      const execution = find((input as unknown as ExecutionInput).executionArn);
      const { status: _, type: __, creationDate, ...rest } = describe(execution.machine);
      const { text: definition, roleArn } = execution;
      return { ...rest, definition, roleArn, updateDate: creationDate };
    },
    ListExecutions: list,
    GetExecutionHistory: history,
    StopExecution: stop,
    RedriveExecution: (input) => {
      const execution = find((input as unknown as ExecutionInput).executionArn);
      refuseRedrive(execution, scene.agenda.now());
      stateMachines.redrive(execution);
      return { redriveDate: new Date(scene.agenda.now()) };
    },
  };
}

/** The operations with which others call a waiting task back. */
export function taskOperations({ tokens }: StateMachines): Readonly<Record<string, Operation>> {
  return {
    SendTaskSuccess: ({ taskToken, output }) => {
      tokens.succeed(taskToken as string, output as string);
    },
    SendTaskFailure: ({ taskToken, error, cause }) => {
      tokens.fail(taskToken as string, error as string | undefined, cause as string | undefined);
    },
    SendTaskHeartbeat: ({ taskToken }) => {
      tokens.beat(taskToken as string);
    },
  };
}

function description(execution: Execution): Readonly<Record<string, unknown>> {
  const { arn, machine, name, status, started, stopped, input, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    ...qualified(execution),
    name,
    status,
    startDate: new Date(started),
    ...(stopped !== undefined && { stopDate: new Date(stopped) }),
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

function qualified({
  versionArn,
  aliasArn,
  mapRunArn,
}: Pick<Execution, 'versionArn' | 'aliasArn' | 'mapRunArn'>): object {
  return {
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
  };
}

function duration({ started, stopped = started }: Execution): number {
  return Math.max(1, stopped - started);
}

/** An event without what went in and came out. */
function withoutData(event: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => {
      if (!name.endsWith('EventDetails')) return [name, value];
      const { input: _, output: __, parameters: ___, ...kept } = value as Readonly<Record<string, unknown>>;
      return [name, kept];
    }),
  );
}

function unsupported(): Fault {
  return new Fault('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
