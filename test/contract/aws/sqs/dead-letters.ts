import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, take, type Queue } from '../queue.ts';
import { attributesOf } from './attributes-of.ts';

/** Receives a message once and lets go of it again, so that it counts as received. */
async function receiveAndRelease({ sqs }: Account, { url }: Queue): Promise<number> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 0, WaitTimeSeconds: 1 }),
  );
  return Messages.length;
}

function redrive(deadLetters: Queue, maxReceiveCount: number): { RedrivePolicy: string } {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }) };
}

/** What queues promise of messages that nobody can do anything with. */
export const DEAD_LETTERS: Promises = {
  'a message that is received too often becomes a dead letter, and is moved back as a new one': async (aws) => {
    const deadLetters = await makeQueue(aws, 'orders-dead');
    const queue = await makeQueue(aws, 'orders', redrive(deadLetters, 1));
    const sent = await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'poison' }));
    expect(await receiveAndRelease(aws, queue)).toBe(1);
    expect(await receiveAndRelease(aws, queue)).toBe(0);
    expect((await attributesOf(aws, deadLetters))['ApproximateNumberOfMessages']).toBe('1');
    const sources = await aws.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters.url }));
    expect(sources.queueUrls).toEqual([queue.url]);

    const { TaskHandle } = await aws.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters.arn }));
    expect(TaskHandle).toMatch(/./);
    const [moved] = await take(aws, queue, 1);
    expect(moved?.Body).toBe('poison');
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    expect(moved?.MessageId).not.toBe(sent.MessageId);
    const { Results } = await aws.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: deadLetters.arn }));
    expect(Results).toMatchObject([{ SourceArn: deadLetters.arn, ApproximateNumberOfMessagesMoved: 1 }]);
  },

  'messages are moved only from a queue of dead letters': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await expect(aws.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queue.arn }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
  },

  'a dead letter says whose it was': async (aws) => {
    const deadLetters = await makeQueue(aws, 'orders-dead');
    const queue = await makeQueue(aws, 'orders', redrive(deadLetters, 1));
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'poison' }));
    await receiveAndRelease(aws, queue);
    await receiveAndRelease(aws, queue);
    expect(await take(aws, deadLetters, 1)).toMatchObject([{ Attributes: { DeadLetterQueueSourceArn: queue.arn } }]);
  },

  'messages that are moved one a second are stopped half-way': async (aws) => {
    const deadLetters = await makeQueue(aws, 'orders-dead');
    const queue = await makeQueue(aws, 'orders', redrive(deadLetters, 1));
    for (const MessageBody of ['1', '2', '3', '4']) {
      await aws.sqs.send(new SendMessageCommand({ QueueUrl: deadLetters.url, MessageBody }));
    }
    const SourceArn = deadLetters.arn;
    const { TaskHandle } = await aws.sqs.send(
      new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: queue.arn, MaxNumberOfMessagesPerSecond: 1 }),
    );
    await take(aws, queue, 1);
    await expect(aws.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }))).rejects.toMatchObject({
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    });
    const { ApproximateNumberOfMessagesMoved } = await aws.sqs.send(
      new CancelMessageMoveTaskCommand({ TaskHandle: TaskHandle! }),
    );
    expect(ApproximateNumberOfMessagesMoved).toBeLessThan(4);
    const { Results } = await aws.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    expect(Results?.[0]?.Status).toMatch(/^CANCELL/);
    expect(await take(aws, queue, 1, 2)).toEqual([]);
  },

  'a task that nobody started cannot be cancelled': async ({ sqs }) => {
    await expect(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: 'none' }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Value for parameter TaskHandle is invalid.',
    });
  },
};
