import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';
import { attributesOf } from './attributes-of.ts';

/** Sends a message under each of these ids, all in one batch, to a queue of its own. */
async function sendBatch(aws: Account, ids: readonly string[]) {
  const { url } = await makeQueue(aws, 'orders');
  const Entries = ids.map((Id) => ({ Id, MessageBody: 'a' }));
  return aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
}

/** What a queue promises of messages sent, deleted and let go of together. */
export const BATCHES: Promises = {
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
};
