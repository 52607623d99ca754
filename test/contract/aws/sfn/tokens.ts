import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';
import { ended, makeMachine } from './machine.ts';

/** Starts a machine that waits to be called back, and gives the token it sent. */
async function waiting(
  aws: Account,
  more: object = {},
): Promise<{ readonly executionArn: string; readonly taskToken: string }> {
  const queue = await makeQueue(aws, 'asked');
  const stateMachineArn = await makeMachine(aws, {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: queue.url, MessageBody: { 'token.$': '$$.Task.Token' } },
      End: true,
      ...more,
    },
  });
  const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const { Messages } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 5 }));
  const { token } = JSON.parse(Messages?.[0]?.Body ?? '{}') as { token: string };
  return { executionArn: executionArn!, taskToken: token };
}

/** What Step Functions promises whoever is asked to call back. */
export const TOKENS: Promises = {
  'a task that is called back ends with the output it is given': async (aws) => {
    const { executionArn, taskToken } = await waiting(aws);
    await aws.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect(await ended(aws, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
  },

  'a task that is called back may fail': async (aws) => {
    const { executionArn, taskToken } = await waiting(aws);
    await aws.sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'too risky' }));
    expect(await ended(aws, executionArn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'too risky' });
  },

  'a token that nobody was sent calls nothing back': async ({ sfn }) => {
    await expect(sfn.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' }))).rejects.toMatchObject({
      name: 'InvalidToken',
    });
  },

  'a task that is heard of goes on, and one that is not does not': async (aws) => {
    const { executionArn, taskToken } = await waiting(aws, { HeartbeatSeconds: 2 });
    const began = Date.now();
    while (Date.now() < began + 2_500) {
      await aws.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const { status } = await aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('RUNNING');
    expect(await ended(aws, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(aws.sfn.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  },
};
