import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { account, START } from './clients.ts';

async function queue(sqs: SQSClient, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: 'work.fifo',
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true', ...Attributes },
    }),
  );
  return QueueUrl!;
}

async function receive(sqs: SQSClient, QueueUrl: string, options: object = {}): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, AttributeNames: ['All'], ...options });
  return (await sqs.send(command)).Messages ?? [];
}

const bodies = (messages: readonly Message[]): readonly string[] => messages.map(({ Body }) => Body!);

async function send(sqs: SQSClient, QueueUrl: string, ...messages: readonly string[]): Promise<void> {
  for (const MessageBody of messages)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: MessageBody.charAt(0) }));
}

test('a group is given in order, and no more of it while some of it is in flight', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await send(sqs, QueueUrl, 'a1', 'b1', 'a2', 'a3');
  const first = await receive(sqs, QueueUrl, { MaxNumberOfMessages: 2 });
  expect(bodies(first)).toEqual(['a1', 'a2']);
  expect(bodies(await receive(sqs, QueueUrl))).toEqual(['b1']);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first[0]!.ReceiptHandle }));
  expect(await receive(sqs, QueueUrl)).toEqual([]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first[1]!.ReceiptHandle }));
  expect(bodies(await receive(sqs, QueueUrl))).toEqual(['a3']);
  await agenda.runUntil(START + 30_000);
  expect(bodies(await receive(sqs, QueueUrl)).toSorted()).toEqual(['a3', 'b1']);
});

test('what comes back comes back to the head of its group', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  await send(sqs, QueueUrl, 'a1', 'a2', 'a3');
  const [first] = await receive(sqs, QueueUrl, { MaxNumberOfMessages: 1 });
  const { ReceiptHandle } = first!;
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect(bodies(await receive(sqs, QueueUrl))).toEqual(['a1', 'a2', 'a3']);
});

test('the same again within five minutes is taken under the first id, and not delivered', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  const sent = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'same', MessageGroupId: 'g' }));
  const first = await sent();
  const again = await sent();
  expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  const [only, ...others] = await receive(sqs, QueueUrl);
  expect(others).toEqual([]);
  expect(only!.Attributes).toMatchObject({
    MessageGroupId: 'g',
    SequenceNumber: expect.stringMatching(/^\d{20}$/) as string,
    MessageDeduplicationId: '0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5',
  });
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: only!.ReceiptHandle }));
  await agenda.runUntil(START + 299_999);
  expect((await sent()).MessageId).toBe(first.MessageId);
  await agenda.runUntil(START + 300_000);
  expect((await sent()).MessageId).not.toBe(first.MessageId);
});

test('duplicates count within a group where the queue says so', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs, { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
  for (const MessageGroupId of ['a', 'b', 'a'])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm', MessageGroupId, MessageDeduplicationId: '1' }));
  expect(await receive(sqs, QueueUrl)).toHaveLength(2);
});

test('a late handle is refused: somebody else may have the message by now', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await send(sqs, QueueUrl, 'a1');
  const [message] = await receive(sqs, QueueUrl);
  await agenda.runUntil(START + 30_000);
  await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }))).rejects.toThrow(
    /Reason: The receipt handle has expired\.$/,
  );
});

test('the same attempt is given the same messages under the same handles, with their time-out begun anew', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await send(sqs, QueueUrl, 'a1', 'b1');
  const attempt = () => receive(sqs, QueueUrl, { ReceiveRequestAttemptId: 'once' });
  const first = await attempt();
  await agenda.runUntil(START + 20_000);
  expect(await attempt()).toEqual(first);
  await agenda.runUntil(START + 40_000);
  expect(await receive(sqs, QueueUrl)).toEqual([]);
  await agenda.runUntil(START + 50_000);
  expect(await receive(sqs, QueueUrl)).toHaveLength(2);
});

test("the queue's delay holds also for what is there already", async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs, { DelaySeconds: '60' });
  await send(sqs, QueueUrl, 'a1');
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '10' } }));
  await agenda.runUntil(START + 10_000);
  expect(bodies(await receive(sqs, QueueUrl))).toEqual(['a1']);
});

test.each([
  ['without a group', { MessageBody: 'm' }, 'The request must contain the parameter MessageGroupId.'],
  [
    'with a delay of its own',
    { MessageBody: 'm', MessageGroupId: 'g', DelaySeconds: 5 },
    'Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
  ],
  ['with a group of other characters', { MessageBody: 'm', MessageGroupId: 'a b' }, /alphanumeric and punctuation/],
])('a message %s is refused', async (_, message, words) => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  await expect(sqs.send(new SendMessageCommand({ QueueUrl, ...message }))).rejects.toThrow(words);
});

test('a queue that does not go by content needs an id with each message, and a standard queue takes none', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs, { ContentBasedDeduplication: 'false' });
  await expect(send(sqs, QueueUrl, 'a1')).rejects.toThrow(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
  const { QueueUrl: standard } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  await expect(
    sqs.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'm', MessageDeduplicationId: 'd' })),
  ).rejects.toThrow(/not valid for this queue type\.$/);
});

test('whatever is received, deleted and let go, each group arrives in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.record({ most: fc.integer({ min: 1, max: 10 }), keep: fc.nat(10), wait: fc.nat(40_000) })),
      async (groups, moves) => {
        const { sqs, agenda } = account();
        const QueueUrl = await queue(sqs);
        const sent = groups.map((group, index) => `${group}${index}`);
        for (let at = 0; at < sent.length; at += 10) {
          const Entries = sent
            .slice(at, at + 10)
            .map((MessageBody) => ({ Id: MessageBody, MessageBody, MessageGroupId: MessageBody.charAt(0) }));
          await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        }
        const done: string[] = [];
        for (const { most, keep, wait } of moves) {
          const received = await receive(sqs, QueueUrl, { MaxNumberOfMessages: most });
          for (const { Body, ReceiptHandle } of received.slice(0, keep)) {
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
            done.push(Body!);
          }
          if (done.length === sent.length) break;
          await agenda.runUntil(agenda.now() + wait);
        }
        for (const group of 'abc') {
          const isOfGroup = (body: string): boolean => body.startsWith(group);
          expect(done.filter(isOfGroup)).toEqual(sent.filter(isOfGroup));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('a batch fails as a whole where an entry has no group, or no id that is needed', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs, { ContentBasedDeduplication: 'false' });
  const batch = (more: object) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'm', ...more }] }));
  await expect(batch({ MessageGroupId: 'g' })).rejects.toThrow(
    /^The queue should either have ContentBasedDeduplication/,
  );
  await expect(batch({ MessageDeduplicationId: 'd' })).rejects.toThrow(
    'The request must contain the parameter MessageGroupId.',
  );
});
