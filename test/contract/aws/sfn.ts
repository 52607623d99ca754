import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Account } from './account.ts';
import type { Promises } from './place.ts';
import { makeQueue, nextBody } from './queue.ts';

/** Makes a state machine of states, the first of which comes first. */
export async function makeMachine(
  { sfn, id }: Account,
  states: Record<string, object>,
  more: object = {},
): Promise<string> {
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'rollout', definition, roleArn: `arn:aws:iam::${id}:role/states` }),
  );
  return stateMachineArn!;
}

/** Asks again until an execution has ended. */
export async function ended({ sfn }: Account, executionArn: string): Promise<DescribeExecutionCommandOutput> {
  const end = Date.now() + 8_000;
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING' || Date.now() > end) return execution;
  }
}

async function run(aws: Account, states: Record<string, object>, input: unknown = {}, more: object = {}) {
  const stateMachineArn = await makeMachine(aws, states, more);
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  const { status, output, error, cause } = await ended(aws, executionArn!);
  return { status, output: output === undefined ? undefined : (JSON.parse(output) as unknown), error, cause };
}

/** What Step Functions promises. */
export const SFN: Promises = {
  'a machine is made, described, listed and deleted': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    expect(stateMachineArn).toBe(aws.arn('states', 'stateMachine:rollout'));
    expect(await aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      name: 'rollout',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
    });
    const { stateMachines } = await aws.sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toEqual(['rollout']);
    await aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  },

  'an execution has the input it was started with, and gives what its states made of it': async (aws) => {
    const states = {
      Keep: {
        Type: 'Pass',
        Parameters: { 'image.$': "States.Format('{}:{}', $.repository, $.tag)", kind: 'PUSH' },
        ResultPath: '$.made',
        End: true,
      },
    };
    expect(await run(aws, states, { repository: 'web', tag: '1.4.2' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { repository: 'web', tag: '1.4.2', made: { image: 'web:1.4.2', kind: 'PUSH' } },
    });
  },

  'a choice goes by what it compares': async (aws) => {
    const states = {
      Which: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.critical', NumericGreaterThan: 0 },
              { Variable: '$.tag', StringMatches: 'v*' },
            ],
            Next: 'Bad',
          },
        ],
        Default: 'Good',
      },
      Bad: { Type: 'Fail', Error: 'TooMany', Cause: 'critical findings' },
      Good: { Type: 'Succeed' },
    };
    const stateMachineArn = await makeMachine(aws, states);
    const start = async (input: object) => {
      const { executionArn } = await aws.sfn.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      return ended(aws, executionArn!);
    };
    expect(await start({ critical: 1, tag: 'v1' })).toMatchObject({
      status: 'FAILED',
      error: 'TooMany',
      cause: 'critical findings',
    });
    expect(await start({ critical: 0, tag: 'v1' })).toMatchObject({ status: 'SUCCEEDED' });
  },

  'branches run beside each other, and a map over each item': async (aws) => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Pass', Result: 'a', End: true } } },
          {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemsPath: '$.tags',
                ItemProcessor: {
                  StartAt: 'One',
                  States: { One: { Type: 'Pass', Parameters: { 'tag.$': '$' }, End: true } },
                },
                End: true,
              },
            },
          },
        ],
        End: true,
      },
    };
    expect(await run(aws, states, { tags: ['1', '2'] })).toMatchObject({
      status: 'SUCCEEDED',
      output: ['a', [{ tag: '1' }, { tag: '2' }]],
    });
  },

  'a task sends a message': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const states = {
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: queue.url, 'MessageBody.$': '$' },
        End: true,
      },
    };
    expect(await run(aws, states, { tag: '1.4.2' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toEqual({ tag: '1.4.2' });
  },

  'a task that fails is caught, with the error and its cause': async (aws) => {
    const states = {
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
        Parameters: { QueueName: 'nothing' },
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: 'Told' }],
        End: true,
      },
      Told: { Type: 'Pass', End: true },
    };
    expect(await run(aws, states)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        caught: {
          Error: expect.stringMatching(/^Sqs\.QueueDoesNotExist/i) as string,
          Cause: expect.any(String) as string,
        },
      },
    });
  },

  'a state waits': async (aws) => {
    const states = { Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' }, Done: { Type: 'Succeed' } };
    const started = performance.now();
    expect(await run(aws, states)).toMatchObject({ status: 'SUCCEEDED' });
    expect(performance.now() - started).toBeGreaterThan(900);
  },

  'an execution can be stopped': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Wait: { Type: 'Wait', Seconds: 600, End: true } });
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await aws.sfn.send(new StopExecutionCommand({ executionArn: executionArn!, error: 'Stopped', cause: 'enough' }));
    expect(await ended(aws, executionArn!)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'enough' });
  },

  'an execution tells its history': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Keep: { Type: 'Pass', End: true } });
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
    await ended(aws, executionArn!);
    const { events } = await aws.sfn.send(new GetExecutionHistoryCommand({ executionArn: executionArn! }));
    expect(events?.map(({ id, type }) => [id, type])).toEqual([
      [1, 'ExecutionStarted'],
      [2, 'PassStateEntered'],
      [3, 'PassStateExited'],
      [4, 'ExecutionSucceeded'],
    ]);
    expect(events?.[1]?.stateEnteredEventDetails).toMatchObject({ name: 'Keep', input: '{"a":1}' });
  },

  'executions are listed, the latest first': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    for (const name of ['first', 'second']) {
      const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn, name }));
      expect(executionArn).toBe(aws.arn('states', `execution:rollout:${name}`));
      await ended(aws, executionArn!);
    }
    const { executions } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.map(({ name, status }) => [name, status])).toEqual([
      ['second', 'SUCCEEDED'],
      ['first', 'SUCCEEDED'],
    ]);
  },

  'a name is used once': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    const start = (input: string) => aws.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input }));
    const { executionArn } = await start('{"a":1}');
    await ended(aws, executionArn!);
    await expect(start('{"a":2}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    });
  },

  'a definition that leads nowhere is refused': async (aws) => {
    await expect(makeMachine(aws, { Broken: { Type: 'Pass', Next: 'Nowhere' } })).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  },

  'an input that is no JSON is refused': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    await expect(aws.sfn.send(new StartExecutionCommand({ stateMachineArn, input: 'no JSON' }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  },

  'a machine and an execution that are not there are refused by that name': async (aws) => {
    const missing = aws.arn('states', 'stateMachine:nothing');
    await expect(aws.sfn.send(new StartExecutionCommand({ stateMachineArn: missing }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${missing}'`,
    });
    const never = aws.arn('states', 'execution:rollout:never');
    await expect(aws.sfn.send(new DescribeExecutionCommand({ executionArn: never }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${never}'`,
    });
  },

  'a machine may speak JSONata': async (aws) => {
    const states = {
      Keep: { Type: 'Pass', Output: { image: "{% $states.input.repository & ':' & $states.input.tag %}" }, End: true },
    };
    expect(await run(aws, states, { repository: 'web', tag: '1.4.2' }, { QueryLanguage: 'JSONata' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { image: 'web:1.4.2' },
    });
  },
};
