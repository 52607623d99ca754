import {
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';
import { ended, makeMachine } from './machine.ts';

/** What Step Functions promises of executions. */
export const EXECUTIONS: Promises = {
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

  'an input that is no JSON is refused': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    await expect(aws.sfn.send(new StartExecutionCommand({ stateMachineArn, input: 'no JSON' }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  },

  'an execution keeps the definition it was started with': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    const definition = '{ "StartAt": "Done", "States": { "Done": { "Type": "Succeed", "Comment": "as it was" } } }';
    await aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(aws, executionArn!);
    await aws.sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: definition.replace('as it was', 'another') }),
    );
    expect(
      await aws.sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn: executionArn! })),
    ).toMatchObject({ stateMachineArn, name: 'rollout', definition });
  },

  'an express machine is waited for': async (aws) => {
    const stateMachineArn = await makeMachine(
      aws,
      { Keep: { Type: 'Pass', Parameters: { 'tag.$': '$.tag' }, End: true } },
      {},
      'EXPRESS',
    );
    const start = (input: string) => aws.sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input }));
    expect(await start('{"tag":"1.4.2"}')).toMatchObject({ status: 'SUCCEEDED', output: '{"tag":"1.4.2"}' });
    expect(await start('{}')).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  },

  'a standard machine is not waited for': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    await expect(aws.sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  },

  'an execution that failed goes on where it did, once it can': async (aws) => {
    const stateMachineArn = await makeMachine(aws, {
      Keep: { Type: 'Pass', Result: 'kept', ResultPath: '$.made', Next: 'Look' },
      Look: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
        Parameters: { QueueName: 'late' },
        ResultPath: '$.found',
        End: true,
      },
    });
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await ended(aws, executionArn!)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    await makeQueue(aws, 'late');
    await aws.sfn.send(new RedriveExecutionCommand({ executionArn: executionArn! }));
    const { status, output, redriveCount } = await ended(aws, executionArn!);
    expect([status, redriveCount]).toEqual(['SUCCEEDED', 1]);
    expect(JSON.parse(output!)).toMatchObject({ made: 'kept', found: {} });
    const { events } = await aws.sfn.send(new GetExecutionHistoryCommand({ executionArn: executionArn! }));
    const types = events?.map(({ type }) => type);
    expect(types?.filter((type) => type === 'PassStateEntered')).toHaveLength(1);
    expect(types?.filter((type) => type === 'TaskStateEntered')).toHaveLength(2);
    expect(types).toContain('ExecutionRedriven');
  },

  'an execution that has not failed is not redriven': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(aws, executionArn!);
    await expect(aws.sfn.send(new RedriveExecutionCommand({ executionArn: executionArn! }))).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is SUCCEEDED and cannot be redriven',
    });
  },
};
