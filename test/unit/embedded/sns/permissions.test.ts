import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openPermissions } from '../../../../src/embedded/policy/permissions.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

const ACCOUNT = '123456789012';
const START = Date.parse('2026-01-15T09:30:00Z');
const TOPIC = `arn:aws:sns:us-east-2:${ACCOUNT}:releases`;
const QUEUE = `arn:aws:sqs:us-east-2:${ACCOUNT}:heard`;
const LETTERS = `arn:aws:sqs:us-east-2:${ACCOUNT}:letters`;
const SNS = { Service: 'sns.amazonaws.com' };
const OPEN = { Effect: 'Allow', Principal: SNS, Action: 'sqs:SendMessage', Resource: '*' };

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A topic with a queue and a function as subscribers, of which the queue has a queue for dead letters. */
function account({ enforced }: { readonly enforced: boolean }) {
  const agenda = virtualAgenda(START);
  const permissions = openPermissions({ enforced });
  const scene = openScene({ account: ACCOUNT, region: 'us-east-2', agenda, random: seeded(7), permissions });
  const estate = openEstate(scene);
  const { queues, topics, functions } = estate;
  queues.create('heard', {}, {});
  queues.create('letters', { Policy: policy(OPEN) }, {});
  let runs = 0;
  functions.define('f', () => {
    runs += 1;
    return Promise.resolve({ kind: 'returned', value: null });
  });
  const topic = topics.create('releases', {}, {});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: LETTERS });
  topics.subscribe(topic, { protocol: 'sqs', endpoint: QUEUE, attributes: { RedrivePolicy }, at: undefined });
  const endpoint = `arn:aws:lambda:us-east-2:${ACCOUNT}:function:f`;
  topics.subscribe(topic, { protocol: 'lambda', endpoint, attributes: {}, at: undefined });

  const ask = (service: string, operation: string, input: object): Promise<unknown> =>
    estate.perform(service, operation, input as Readonly<Record<string, unknown>>);

  async function publish(): Promise<{ heard: number; letters: Record<string, unknown>[]; runs: number }> {
    runs = 0;
    topics.publish(TOPIC, { message: 'hello' });
    await agenda.settle(3_600_000);
    const heard = await queues.receive(QUEUE, { most: 10 });
    const letters = await queues.receive(LETTERS, { most: 10 });
    for (const { receiptHandle } of heard) queues.delete(QUEUE, receiptHandle);
    for (const { receiptHandle } of letters) queues.delete(LETTERS, receiptHandle);
    const attributes = letters.map(({ message }) =>
      Object.fromEntries(Object.entries(message.attributes).map(([name, { value }]) => [name, value])),
    );
    return { heard: heard.length, letters: attributes, runs };
  }

  return { ask, publish };
}

test('where permissions are enforced, a queue that lets no topic in makes a dead letter at once', async () => {
  const { publish } = account({ enforced: true });
  expect(await publish()).toEqual({
    heard: 0,
    runs: 0,
    letters: [
      {
        RequestID: expect.any(String) as string,
        ErrorCode: '403',
        ErrorMessage: `User: sns.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${QUEUE} because no resource-based policy allows the sqs:sendmessage action`,
      },
    ],
  });
});

test('a queue and a function take what their policies let the topic send', async () => {
  for (const enforced of [true, false]) {
    const { ask, publish } = account({ enforced });
    const QueueUrl = `http://localhost/${ACCOUNT}/heard`;
    const Condition = { ArnEquals: { 'aws:SourceArn': TOPIC }, StringEquals: { 'aws:SourceAccount': ACCOUNT } };
    await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy({ ...OPEN, Condition }) } });
    const permission = { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' };
    await ask('lambda', 'AddPermission', { ...permission, StatementId: 's', SourceArn: TOPIC });
    expect(await publish()).toEqual({ heard: 1, runs: 1, letters: [] });
  }
});

test('without enforcement a queue without a policy is open, and one with a policy for another topic is not', async () => {
  const { ask, publish } = account({ enforced: false });
  expect(await publish()).toMatchObject({ heard: 1, runs: 1 });
  const QueueUrl = `http://localhost/${ACCOUNT}/heard`;
  const Policy = policy({ ...OPEN, Condition: { ArnEquals: { 'aws:SourceArn': `${TOPIC}-2` } } });
  await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  expect(await publish()).toMatchObject({ heard: 0, letters: [{ ErrorCode: '403' }] });
});

test('a queue for dead letters has to let the topic in too, or the message is gone', async () => {
  const { ask, publish } = account({ enforced: true });
  const Policy = policy({ ...OPEN, Principal: { Service: 'events.amazonaws.com' } });
  await ask('sqs', 'SetQueueAttributes', { QueueUrl: `http://localhost/${ACCOUNT}/letters`, Attributes: { Policy } });
  expect(await publish()).toMatchObject({ heard: 0, letters: [] });
});

test('a policy of one statement, or of none, takes permissions like any other', async () => {
  for (const Statement of [{ ...OPEN, Sid: 'one' }, undefined]) {
    const { ask } = account({ enforced: false });
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement });
    await ask('sns', 'SetTopicAttributes', { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue });
    const permission = { TopicArn: TOPIC, Label: 'l', AWSAccountId: ['444455556666'], ActionName: ['Publish'] };
    await ask('sns', 'AddPermission', permission);
    await ask('sns', 'RemovePermission', { TopicArn: TOPIC, Label: 'nothing' });
    const { Attributes } = (await ask('sns', 'GetTopicAttributes', { TopicArn: TOPIC })) as {
      Attributes: { Policy: string };
    };
    const statements = (JSON.parse(Attributes.Policy) as { Statement: { Sid: string }[] }).Statement;
    expect(statements.map(({ Sid }) => Sid)).toEqual([...(Statement === undefined ? [] : ['one']), 'l']);
  }
});
