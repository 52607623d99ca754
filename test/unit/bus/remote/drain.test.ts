import type { Message } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { type Drain, drain } from '../../../../src/bus/remote/drain.ts';
import type { SdkClient } from '../../../../src/bus/remote/sdk.ts';

/** A queue that gives these batches, one a poll, and then nothing until it is asked no more. */
function queue(...batches: readonly (readonly Message[] | Error)[]) {
  const deleted: (string | undefined)[] = [];
  let polls = 0;
  const client = {
    receiveMessage: (_: object, { abortSignal }: { readonly abortSignal: AbortSignal }) => {
      const batch = batches[polls];
      polls += 1;
      if (batch instanceof Error) return Promise.reject(batch);
      if (batch !== undefined) return Promise.resolve({ Messages: batch });
      return new Promise((_resolve, reject) => {
        abortSignal.addEventListener('abort', () => reject(new Error('Request aborted')));
      });
    },
    deleteMessageBatch: ({ Entries = [] }: { readonly Entries?: readonly { readonly ReceiptHandle?: string }[] }) => {
      deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
      return Promise.resolve({});
    },
  } as unknown as SdkClient<'sqs'>;
  return { client, deleted };
}

const message = (MessageId: string, ReceiptHandle = MessageId): Message => ({
  MessageId,
  ReceiptHandle,
  Body: MessageId,
});

/** Drains a queue until so many messages were taken, or it has failed. */
async function taking(client: SdkClient<'sqs'>, most: number) {
  const taken: (string | undefined)[] = [];
  let draining: Drain | undefined;
  const failure = await new Promise<unknown>((resolve) => {
    draining = drain(client, 'url', {
      take: ({ Body }) => {
        taken.push(Body);
        if (taken.length === most) setImmediate(resolve);
      },
      failed: resolve,
    });
  });
  await draining?.stop();
  return { taken, failure };
}

test('messages are taken in the order of their polls, and deleted', async () => {
  const { client, deleted } = queue([message('a'), message('b')], [], [message('c')]);
  expect((await taking(client, 3)).taken).toEqual(['a', 'b', 'c']);
  expect(deleted).toEqual(['a', 'b', 'c']);
});

test('a message that SQS delivers twice is taken once, and deleted by its new handle', async () => {
  const { client, deleted } = queue([message('a')], [message('a', 'again')], [message('b')]);
  expect((await taking(client, 2)).taken).toEqual(['a', 'b']);
  expect(deleted).toEqual(['a', 'again', 'b']);
});

test('a queue that can no longer be read is told once, and no more is asked of it', async () => {
  const lost = new Error('no');
  const { client } = queue([message('a')], lost, [message('b')]);
  expect(await taking(client, 2)).toEqual({ taken: ['a'], failure: lost });
});

test('to stop a drain is no failure of it', async () => {
  const { client } = queue();
  let failed = false;
  const draining = drain(client, 'url', { take: () => {}, failed: () => (failed = true) });
  await draining.stop();
  expect(failed).toBe(false);
});
