import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { attributesOf } from './attributes-of.ts';

/** What a queue promises of the messages it holds. */
export const MESSAGES: Promises = {
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
};
