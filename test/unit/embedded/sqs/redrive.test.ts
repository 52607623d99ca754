import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  ResourceNotFoundException,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { account, START } from './clients.ts';

const ARN = 'arn:aws:sqs:us-east-2:123456789012:';

/** A queue that gives up after two receipts, and the one its dead letters go to. */
async function pair(sqs: SQSClient, allow?: object) {
  const dead = await sqs.send(
    new CreateQueueCommand({
      QueueName: 'dead',
      Attributes: allow === undefined ? {} : { RedriveAllowPolicy: JSON.stringify(allow) },
    }),
  );
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}dead`, maxReceiveCount: '2' });
  const work = await sqs.send(new CreateQueueCommand({ QueueName: 'work', Attributes: { RedrivePolicy } }));
  return { work: work.QueueUrl!, dead: dead.QueueUrl! };
}

async function receive(sqs: SQSClient, QueueUrl: string) {
  const command = new ReceiveMessageCommand({ QueueUrl, AttributeNames: ['All'], MessageAttributeNames: ['All'] });
  return (await sqs.send(command)).Messages?.[0];
}

async function count(sqs: SQSClient, QueueUrl: string): Promise<string | undefined> {
  const name = 'ApproximateNumberOfMessages';
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes?.[name];
}

test('a message that was received as often as allowed goes to the dead-letter queue, as it is', async () => {
  const { sqs, agenda } = account();
  const { work, dead } = await pair(sqs);
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'x' } };
  const { MessageId } = await sqs.send(
    new SendMessageCommand({ QueueUrl: work, MessageBody: 'poison', MessageAttributes }),
  );
  for (const minute of [0, 1]) {
    await agenda.runUntil(START + minute * 60_000);
    expect((await receive(sqs, work))?.MessageId).toBe(MessageId);
  }
  await agenda.runUntil(START + 120_000);
  expect(await count(sqs, dead)).toBe('0');
  expect(await receive(sqs, work)).toBeUndefined();
  const letter = await receive(sqs, dead);
  expect(letter).toMatchObject({
    MessageId,
    Body: 'poison',
    MessageAttributes,
    Attributes: { DeadLetterQueueSourceArn: `${ARN}work`, SentTimestamp: String(START) },
  });
});

test('a dead-letter queue counts its own receipts before it gives up in turn, and tells all of them', async () => {
  const { sqs, agenda } = account();
  const { work, dead } = await pair(sqs);
  await sqs.send(new CreateQueueCommand({ QueueName: 'graveyard' }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}graveyard`, maxReceiveCount: 2 });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: dead, Attributes: { RedrivePolicy } }));
  await sqs.send(new SendMessageCommand({ QueueUrl: work, MessageBody: 'poison' }));
  const counts: (string | undefined)[] = [];
  for (const [minute, queue] of [work, work, work, dead, dead, dead].entries()) {
    await agenda.runUntil(START + minute * 60_000);
    counts.push((await receive(sqs, queue))?.Attributes?.['ApproximateReceiveCount']);
  }
  expect(counts).toEqual(['1', '2', undefined, '3', '4', undefined]);
});

test('dead letters go back to where they came from, as new messages, at the pace that was asked for', async () => {
  const { sqs, agenda } = account();
  const { work, dead } = await pair(sqs);
  for (const MessageBody of ['a', 'b', 'c']) await sqs.send(new SendMessageCommand({ QueueUrl: work, MessageBody }));
  for (const minute of [0, 1, 2]) {
    await agenda.runUntil(START + minute * 60_000);
    while ((await receive(sqs, work)) !== undefined);
  }
  expect(await count(sqs, dead)).toBe('3');
  const start = new StartMessageMoveTaskCommand({ SourceArn: `${ARN}dead`, MaxNumberOfMessagesPerSecond: 1 });
  const { TaskHandle } = await sqs.send(start);
  await expect(sqs.send(start)).rejects.toThrow(/^There is already a task running\./);
  const tasks = async () =>
    (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: `${ARN}dead`, MaxResults: 10 }))).Results;
  await agenda.runUntil(START + 121_000);
  expect(await tasks()).toEqual([
    {
      TaskHandle,
      Status: 'RUNNING',
      SourceArn: `${ARN}dead`,
      MaxNumberOfMessagesPerSecond: 1,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 3,
      StartedTimestamp: START + 120_000,
    },
  ]);
  await agenda.runUntil(START + 130_000);
  expect(await tasks()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }]);
  expect([await count(sqs, dead), await count(sqs, work)]).toEqual(['0', '3']);
  const { Attributes } = (await receive(sqs, work))!;
  expect(Attributes).toMatchObject({ ApproximateReceiveCount: '1', SentTimestamp: String(START + 120_000) });
});

test('a move that is under way can be cancelled, and one that is over cannot', async () => {
  const { sqs, agenda } = account();
  const { dead } = await pair(sqs);
  for (const MessageBody of ['a', 'b']) await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody }));
  const { TaskHandle } = await sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: `${ARN}dead`,
      DestinationArn: `${ARN}work`,
      MaxNumberOfMessagesPerSecond: 1,
    }),
  );
  await agenda.runUntil(START);
  const cancel = new CancelMessageMoveTaskCommand({ TaskHandle });
  expect((await sqs.send(cancel)).ApproximateNumberOfMessagesMoved).toBe(1);
  await expect(sqs.send(cancel)).rejects.toBeInstanceOf(ResourceNotFoundException);
  await agenda.runUntil(START + 60_000);
  expect(await count(sqs, dead)).toBe('1');
});

test('a move needs a queue that is there, and that has dead letters', async () => {
  const { sqs } = account();
  await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const start = (SourceArn: string) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  await expect(start(`${ARN}work`)).rejects.toThrow('Source queue must be configured as a Dead Letter Queue.');
  await expect(start(`${ARN}none`)).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(start('work')).rejects.toThrow(/^You must use this format to specify the SourceArn/);
});

test('a dead-letter queue knows its sources', async () => {
  const { sqs } = account();
  const { work, dead } = await pair(sqs);
  const { queueUrls } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
  expect(queueUrls).toEqual([work]);
});

test.each([
  ['is no JSON', 'x', /Redrive policy is not a valid JSON map/],
  ['names no queue', '{"maxReceiveCount":3}', /mandatory attribute: deadLetterTargetArn/],
  ['gives no count', `{"deadLetterTargetArn":"${ARN}dead"}`, /mandatory attribute: maxReceiveCount/],
  [
    'gives a count that is none',
    `{"deadLetterTargetArn":"${ARN}dead","maxReceiveCount":1001}`,
    /Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive\.$/,
  ],
  [
    'names a queue that is not there',
    `{"deadLetterTargetArn":"${ARN}none","maxReceiveCount":3}`,
    /Reason: Dead letter target does not exist\.$/,
  ],
  [
    'names a queue of the other kind',
    `{"deadLetterTargetArn":"${ARN}dead.fifo","maxReceiveCount":3}`,
    /Reason: Dead-letter queue must be same type of queue as the source\.$/,
  ],
])('a redrive policy that %s is refused', async (_, RedrivePolicy, words) => {
  const { sqs } = account();
  const { work } = await pair(sqs);
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead.fifo', Attributes: { FifoQueue: 'true' } }));
  const setting = sqs.send(new SetQueueAttributesCommand({ QueueUrl: work, Attributes: { RedrivePolicy } }));
  await expect(setting).rejects.toThrow(words);
});

test('a dead-letter queue that allows no source, or others, is not to be named', async () => {
  const { sqs } = account();
  await expect(pair(sqs, { redrivePermission: 'denyAll' })).rejects.toThrow(/does not allow/);
  const other = account();
  const sourceQueueArns = [`${ARN}other`];
  await expect(pair(other.sqs, { redrivePermission: 'byQueue', sourceQueueArns })).rejects.toThrow(/does not allow/);
  const allowed = account();
  await pair(allowed.sqs, { redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}work`] });
});
