import { expect, test } from 'vitest';
import type { AwsCall } from '../../../src/embedded/aws-call.ts';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { embed } from '../../../src/embedded/embedded.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { seeded } from '../../../src/random.ts';

const QUEUE = 'https://sqs.us-east-2.amazonaws.com/123456789012/work';

/** Asks an AWS of its own, as the SDK's client does on the wire. */
async function ask(operation: string, input: object) {
  const embedded = embed(
    openEstate(
      openScene({ account: '123456789012', region: 'us-east-2', agenda: virtualAgenda(0), random: seeded(1) }),
    ),
  );
  const calls: AwsCall[] = [];
  const headers = {
    'x-amz-target': `AmazonSQS.${operation}`,
    'content-type': 'application/x-amz-json-1.0',
    host: 'sqs.us-east-2.amazonaws.com',
  };
  const { status, body } = await embedded(
    { method: 'POST', url: '/', headers, body: Buffer.from(JSON.stringify(input)) },
    { record: (call) => void calls.push(call) },
  );
  return { status, answer: JSON.parse(String(body)) as Record<string, unknown>, calls };
}

test('a message is answered with the digest that clients compare', async () => {
  const { status, answer, calls } = await ask('SendMessage', { QueueUrl: QUEUE, MessageBody: 'hello' });
  expect(status).toBe(200);
  expect(answer).toEqual({
    MessageId: expect.any(String) as string,
    MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592',
  });
  expect(calls).toEqual([
    {
      service: 'sqs',
      operation: 'SendMessage',
      input: { QueueUrl: QUEUE, MessageBody: 'hello' },
      answered: 'embedded',
    },
  ]);
});

test('a FIFO queue needs a group and gives a sequence number', async () => {
  const message = { QueueUrl: `${QUEUE}.fifo`, MessageBody: 'hello' };
  expect(await ask('SendMessage', message)).toMatchObject({ status: 400, answer: { __type: 'MissingParameter' } });
  expect(await ask('SendMessage', { ...message, MessageGroupId: 'g' })).toMatchObject({
    answer: { SequenceNumber: expect.stringMatching(/^\d{20}$/) as string },
  });
});

test('a batch succeeds and fails entry by entry', async () => {
  const Entries = [
    { Id: 'a', MessageBody: 'hello' },
    { Id: 'b', MessageBody: '' },
  ];
  const { answer } = await ask('SendMessageBatch', { QueueUrl: QUEUE, Entries });
  expect(answer).toMatchObject({
    Successful: [{ Id: 'a', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' }],
    Failed: [{ Id: 'b', Code: 'MissingParameter', SenderFault: true }],
  });
});

test.each([
  ['empty', [], 'EmptyBatchRequest'],
  [
    'of eleven',
    Array.from({ length: 11 }, (_, index) => ({ Id: String(index), MessageBody: 'x' })),
    'TooManyEntriesInBatchRequest',
  ],
  [
    'with one id twice',
    [
      { Id: 'a', MessageBody: 'x' },
      { Id: 'a', MessageBody: 'y' },
    ],
    'BatchEntryIdsNotDistinct',
  ],
])('a batch that is %s is refused as a whole', async (_, Entries, code) => {
  expect(await ask('SendMessageBatch', { QueueUrl: QUEUE, Entries })).toMatchObject({
    status: 400,
    answer: { __type: code },
  });
});
