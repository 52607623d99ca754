import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Account } from './account.ts';
import type { Promises } from './place.ts';
import { makeQueue, take, type Queue } from './queue.ts';

/** Receives a message once and lets go of it again, so that it counts as received. */
async function receiveAndRelease({ sqs }: Account, { url }: Queue): Promise<number> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 0, WaitTimeSeconds: 1 }),
  );
  return Messages.length;
}

async function attributesOf({ sqs }: Account, { url }: Queue): Promise<Record<string, string>> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  return Attributes;
}

function redrive(deadLetters: Queue, maxReceiveCount: number): { RedrivePolicy: string } {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }) };
}

/** Sends a message under each of these ids, all in one batch, to a queue of its own. */
async function sendBatch(aws: Account, ids: readonly string[]) {
  const { url } = await makeQueue(aws, 'orders');
  const Entries = ids.map((Id) => ({ Id, MessageBody: 'a' }));
  return aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
}

/** What SQS promises. */
export const SQS: Promises = {
  'a message is received with what was sent and the digests of it': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    const sent = await aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: 'hello',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'PUSH' },
          weight: { DataType: 'Number.int', StringValue: '12' },
          raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
        },
      }),
    );
    expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
    const [message] = await take(aws, queue, 1);
    expect(message).toMatchObject({
      Body: 'hello',
      MessageId: sent.MessageId,
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'PUSH' },
        weight: { DataType: 'Number.int', StringValue: '12' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
      },
      Attributes: { ApproximateReceiveCount: '1' },
    });
    expect(Number(message?.Attributes?.SentTimestamp)).toBeGreaterThan(1_000_000_000_000);
  },

  'a message that is being worked on is not given to another until its time-out ends': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }));
    const first = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 1 }));
    const second = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
    expect([first.Messages?.length, second.Messages]).toEqual([1, undefined]);
    await aws.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: first.Messages![0]!.ReceiptHandle!,
        VisibilityTimeout: 0,
      }),
    );
    const [again] = await take(aws, queue, 1);
    expect(again).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '2' } });
  },

  'a deleted message does not come again': async (aws) => {
    const queue = await makeQueue(aws, 'orders', { VisibilityTimeout: '0' });
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }));
    expect(await take(aws, queue, 1)).toHaveLength(1);
    expect(await take(aws, queue, 1, 1)).toEqual([]);
  },

  'a long poll ends as soon as a message comes': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    const started = performance.now();
    const polling = take(aws, queue, 1, 10);
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }));
    expect(await polling).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5_000);
  },

  'a message waits out its delay': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'late', DelaySeconds: 2 }));
    expect((await attributesOf(aws, queue))['ApproximateNumberOfMessagesDelayed']).toBe('1');
    const { Messages } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
    expect(Messages).toBeUndefined();
    expect(await take(aws, queue, 1)).toMatchObject([{ Body: 'late' }]);
  },

  'a batch succeeds and fails entry by entry': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    const { Successful, Failed } = await aws.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'bad', MessageBody: 'not in XML: \u0001' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents' }]);
  },

  'a batch of eleven is refused': async (aws) => {
    await expect(
      sendBatch(
        aws,
        Array.from({ length: 11 }, (_, n) => `m${n}`),
      ),
    ).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
      message: 'Maximum number of entries per request are 10. You have sent 11.',
    });
  },

  'a batch of none is refused': async (aws) => {
    await expect(sendBatch(aws, [])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  },

  'a batch with one id twice is refused, and the id named': async (aws) => {
    await expect(sendBatch(aws, ['a', 'a'])).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
      message: 'Id a repeated.',
    });
  },

  'messages are deleted and let go of in batches': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    for (const body of ['a', 'b']) {
      await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
    }
    const received = [];
    while (received.length < 2) {
      const { Messages } = await aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10, WaitTimeSeconds: 3 }),
      );
      expect(Messages).toBeDefined();
      received.push(...Messages!);
    }
    const entries = received.map(({ ReceiptHandle }, n) => ({ Id: `m${n}`, ReceiptHandle: ReceiptHandle! }));
    const changed = await aws.sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: entries.map((entry) => ({ ...entry, VisibilityTimeout: 30 })),
      }),
    );
    expect(changed.Successful).toHaveLength(2);
    const deleted = await aws.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
    expect(deleted.Successful).toHaveLength(2);
    expect(await attributesOf(aws, queue)).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  },

  'a FIFO queue keeps the order of a group, and holds the group back while a message of it is out': async (aws) => {
    const queue = await makeQueue(aws, 'orders.fifo');
    for (const [body, group] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ]) {
      await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body, MessageGroupId: group }));
    }
    const receive = () =>
      aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 1, MessageSystemAttributeNames: ['All'] }),
      );
    const first = (await receive()).Messages?.[0];
    expect(first).toMatchObject({ Body: 'a1', Attributes: { MessageGroupId: 'a' } });
    expect((await receive()).Messages?.[0]).toMatchObject({ Body: 'b1' });
    expect((await receive()).Messages).toBeUndefined();
    await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: first!.ReceiptHandle! }));
    expect((await receive()).Messages?.[0]).toMatchObject({ Body: 'a2' });
  },

  'a FIFO queue takes a duplicate without adding it, and numbers what it takes': async (aws) => {
    const queue = await makeQueue(aws, 'orders.fifo');
    const send = (MessageBody: string, MessageDeduplicationId?: string) =>
      aws.sqs.send(
        new SendMessageCommand({ QueueUrl: queue.url, MessageBody, MessageGroupId: 'g', MessageDeduplicationId }),
      );
    const first = await send('a');
    const again = await send('a');
    const other = await send('a', 'another');
    expect(again.MessageId).toBe(first.MessageId);
    expect(BigInt(other.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
    expect(await take(aws, queue, 3, 1)).toHaveLength(2);
  },

  'a FIFO queue wants a group, and something to know duplicates by': async (aws) => {
    const queue = await makeQueue(aws, 'orders.fifo', { ContentBasedDeduplication: 'false' });
    await expect(aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }))).rejects.toMatchObject(
      {
        name: 'MissingParameter',
        message: 'The request must contain the parameter MessageGroupId.',
      },
    );
    await expect(
      aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a', MessageGroupId: 'g' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    });
  },

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

  'a queue that is not there is refused by that name': async (aws) => {
    const missing = { name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' };
    const url = (await makeQueue(aws, 'orders')).url.replace('orders', 'nothing');
    await expect(aws.sqs.send(new GetQueueUrlCommand({ QueueName: 'nothing' }))).rejects.toMatchObject(missing);
    await expect(aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).rejects.toMatchObject(missing);
    await expect(aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }))).rejects.toMatchObject(
      missing,
    );
  },

  'a queue is made again only as it is': async (aws) => {
    const { url } = await makeQueue(aws, 'orders', { DelaySeconds: '1' });
    expect((await makeQueue(aws, 'orders', { DelaySeconds: '1' })).url).toBe(url);
    await expect(makeQueue(aws, 'orders', { DelaySeconds: '2' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  },

  'a queue tells its attributes, and takes new ones': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    expect(await attributesOf(aws, queue)).toMatchObject({
      QueueArn: queue.arn,
      VisibilityTimeout: '30',
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
    await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { VisibilityTimeout: '60' } }));
    expect(await attributesOf(aws, queue)).toMatchObject({ VisibilityTimeout: '60', DelaySeconds: '0' });
  },

  'a message may be 1 MiB, and not a byte more': async (aws) => {
    const { url } = await makeQueue(aws, 'orders');
    expect((await attributesOf(aws, { url, arn: '' }))['MaximumMessageSize']).toBe('1048576');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a'.repeat(1_048_576) }));
    await expect(
      aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a'.repeat(1_048_577) })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    });
  },

  'a name that no queue may have is refused': async ({ sqs }) => {
    await expect(sqs.send(new CreateQueueCommand({ QueueName: 'with space' }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    });
  },

  'an attribute that no queue has is refused': async ({ sqs }) => {
    await expect(
      sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes: { Nothing: '1' } as never })),
    ).rejects.toMatchObject({ name: 'InvalidAttributeName', message: 'Unknown Attribute Nothing.' });
  },

  'an attribute out of its range is refused': async (aws) => {
    await expect(makeQueue(aws, 'orders', { VisibilityTimeout: '43201' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter VisibilityTimeout.',
    });
  },

  'an empty message and a receipt that is none are refused': async (aws) => {
    const { url } = await makeQueue(aws, 'orders');
    await expect(aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '' }))).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter MessageBody.',
    });
    await expect(
      aws.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'none' })),
    ).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: 'The input receipt handle "none" is not a valid receipt handle.',
    });
  },

  'queues are listed by the beginning of their names, and no longer when deleted': async (aws) => {
    const orders = await makeQueue(aws, 'orders');
    const returns = await makeQueue(aws, 'orders-returned');
    await makeQueue(aws, 'audit');
    const list = async () => (await aws.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'orders' }))).QueueUrls;
    expect((await list())?.toSorted()).toEqual([orders.url, returns.url].toSorted());
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: orders.url }));
    expect(await list()).toEqual([returns.url]);
  },

  'a purged queue is empty': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }));
    await aws.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    expect(await take(aws, queue, 1, 1)).toEqual([]);
  },

  'tags are put on and taken off': async (aws) => {
    const { url } = await makeQueue(aws, 'orders');
    await aws.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { team: 'web', stage: 'test' } }));
    await aws.sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['stage'] }));
    const { Tags } = await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
    expect(Tags).toEqual({ team: 'web' });
  },
};
