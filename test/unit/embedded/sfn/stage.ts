import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openFunctions } from '../../../../src/embedded/lambda/functions.ts';
import type { Outcome } from '../../../../src/embedded/lambda/runner.ts';
import { openStateMachines } from '../../../../src/embedded/sfn/machines.ts';
import { sfn } from '../../../../src/embedded/sfn/sfn.ts';
import { seeded } from '../../../../src/random.ts';

export const START = Date.parse('2026-01-15T09:30:00Z');
export const ROLE = 'arn:aws:iam::123456789012:role/machine';
export const MACHINE = 'arn:aws:states:us-east-2:123456789012:stateMachine:machine';
export const FUNCTION = 'arn:aws:lambda:us-east-2:123456789012:function';

type Answer = Readonly<Record<string, unknown>>;

/** A call that a state machine made of a service. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: Answer;
  /** Milliseconds since the start. */
  readonly at: number;
}

/** Step Functions of its own for each test, beside a Lambda, and services that note their calls and answer what `answer` says. */
export function stage(answer: (call: Call) => unknown = () => ({})) {
  const agenda = virtualAgenda(START);
  const random = seeded(7);
  const calls: Call[] = [];
  const scene = { account: '123456789012', region: 'us-east-2', random, agenda };
  const functions = openFunctions({
    scene,
    neighbours: { queues: { send: () => {} }, topics: { publish: () => {} }, buses: { put: () => {} } },
  });
  const machines = openStateMachines(scene, {
    functions,
    perform: (service, operation, input) => {
      if (service === 'sfn') return ask(operation, input);
      const call = { service, operation, input, at: agenda.now() - START };
      calls.push(call);
      // A refusal is a rejection, as with any service.
      return Promise.resolve().then(() => answer(call));
    },
  });
  const operations = sfn(machines);

  async function ask(operation: string, input: object): Promise<Answer> {
    return (await operations[operation]!(input as Answer)) as Answer;
  }

  /** Defines a function that answers what `run` makes of its event. */
  function lambda(name: string, run: (event: never) => unknown): void {
    functions.define(name, (event) => {
      try {
        return Promise.resolve<Outcome>({ kind: 'returned', value: run(event as never) });
      } catch (error) {
        const { name: type, message } = error as Error;
        return Promise.resolve<Outcome>({ kind: 'threw', error: { name: type, message } });
      }
    });
  }

  async function create(definition: object, more: object = {}): Promise<string> {
    const made = { name: 'machine', roleArn: ROLE, definition: JSON.stringify(definition), ...more };
    return (await ask('CreateStateMachine', made))['stateMachineArn'] as string;
  }

  /** Runs a machine from start to end, and tells how it went. */
  async function run(definition: object, input: unknown = {}) {
    const stateMachineArn = await create(definition);
    const { executionArn } = await ask('StartExecution', { stateMachineArn, input: JSON.stringify(input) });
    await agenda.settle(365 * 86_400_000);
    const { output, ...described } = await ask('DescribeExecution', { executionArn });
    const { events } = await ask('GetExecutionHistory', { executionArn, maxResults: 1000 });
    return {
      ...described,
      output: output === undefined ? undefined : (JSON.parse(output as string) as unknown),
      events: events as readonly Answer[],
      took: agenda.now() - START,
    } as unknown as Ended;
  }

  return { agenda, ask, calls, create, functions, lambda, run, settle: () => agenda.settle(365 * 86_400_000) };
}

/** How an execution went. */
export interface Ended {
  readonly status: string;
  readonly output: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly Answer[];
  /** Milliseconds. */
  readonly took: number;
}

/** A machine of one state, which ends it. */
export function only(state: object, more: object = {}): object {
  return { StartAt: 'Only', States: { Only: { End: true, ...state } }, ...more };
}
