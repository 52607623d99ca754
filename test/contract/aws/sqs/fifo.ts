import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';

/** What FIFO queues promise. */
export const FIFO: Promises = {
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
};
