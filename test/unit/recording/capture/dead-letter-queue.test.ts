import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { deadLetterQueue } from '../../../../src/recording/capture/dead-letter-queue.ts';
import type { Account } from '../../../contract/aws/account.ts';
import { asTheUser, withAccount } from './account.ts';
import { all, event } from './said.ts';

asTheUser();

async function fill({ sqs }: Account, many: number): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dlq' }));
  for (let at = 0; at < many; at += 1) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(event(`e-${at}`)),
        MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
      }),
    );
  }
  return QueueUrl;
}

async function left({ sqs }: Account, QueueUrl: string): Promise<number> {
  let seen = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return seen;
    seen += Messages.length;
  }
}

test('dead letters are read with why they died, and lie where they lay for everybody to see', async () => {
  await withAccount(async (account, reach) => {
    const url = await fill(account, 12);
    const { ids, found } = await all(deadLetterQueue('dlq', {}, reach));
    expect(ids.toSorted()).toEqual(Array.from({ length: 12 }, (_, at) => `e-${at}`).toSorted());
    expect(found[0]).toMatchObject({ deadLetter: { ERROR_CODE: 'NO_PERMISSIONS' } });
    expect(await left(account, url)).toBe(12);
  });
});

test('dead letters are deleted once they are kept, where that is asked for, and what is no event stays', async () => {
  await withAccount(async (account, reach) => {
    const url = await fill(account, 3);
    await account.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello' }));
    const { ids, notes } = await all(deadLetterQueue(url, { delete: true }, reach));
    expect(ids).toHaveLength(3);
    expect(notes).toEqual(['1 of the messages are no event and no record, and were left there']);
    expect(await left(account, url)).toBe(1);
  });
});

test('what could not be kept is not deleted', async () => {
  await withAccount(async (account, reach) => {
    const url = await fill(account, 2);
    const reading = {
      from: undefined,
      signal: new AbortController().signal,
      note: () => undefined,
      broken: () => undefined,
    };
    const full = async () => {
      for await (const { found } of deadLetterQueue(url, { delete: true }, reach).read(reading))
        throw new Error(`the disk is full, and ${found.length} are lost`);
    };
    await expect(full()).rejects.toThrow('the disk is full, and 2 are lost');
    expect(await left(account, url)).toBe(2);
  });
});

test('a queue that is not there is a problem that names it', async () => {
  await withAccount(async (_, reach) => {
    await expect(all(deadLetterQueue('none', {}, reach))).rejects.toThrow('Cannot find the queue "none"');
  });
});

test('a queue is read to its end where the clock stands still', async () => {
  await withAccount(async (account, reach) => {
    const url = await fill(account, 3);
    const { ids } = await all(deadLetterQueue(url, {}, reach));
    expect(ids).toHaveLength(3);
  }, 'manual');
});
