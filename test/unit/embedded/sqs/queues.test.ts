import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  InvalidAddress,
  InvalidAttributeName,
  InvalidAttributeValue,
  ListQueueTagsCommand,
  ListQueuesCommand,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { embed } from '../../../../src/embedded/embedded.ts';
import { account, START } from './clients.ts';

const URL = 'https://sqs.us-east-2.amazonaws.com/123456789012/';

test('a queue has the defaults of SQS', async () => {
  const { sqs } = account();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  expect(QueueUrl).toBe(`${URL}work`);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toEqual({
    QueueArn: 'arn:aws:sqs:us-east-2:123456789012:work',
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: String(START / 1000),
    LastModifiedTimestamp: String(START / 1000),
    VisibilityTimeout: '30',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  });
});

test('a queue can be created again as it is, and not otherwise', async () => {
  const { sqs } = account();
  const create = (VisibilityTimeout: string) =>
    sqs.send(new CreateQueueCommand({ QueueName: 'work', Attributes: { VisibilityTimeout } }));
  await create('60');
  expect((await create('60')).QueueUrl).toBe(`${URL}work`);
  await expect(create('61')).rejects.toBeInstanceOf(QueueNameExists);
  await expect(create('61')).rejects.toThrow(
    'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
  );
});

test('the name of a deleted queue rests for a minute', async () => {
  const { sqs, agenda } = account();
  const create = () => sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const { QueueUrl } = await create();
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(create()).rejects.toBeInstanceOf(QueueDeletedRecently);
  await agenda.runUntil(START + 60_000);
  await create();
});

test.each([
  ['a value out of range', { VisibilityTimeout: '43201' }, InvalidAttributeValue, /parameter VisibilityTimeout\.$/],
  ['a value that is no number', { DelaySeconds: 'soon' }, InvalidAttributeValue, /parameter DelaySeconds\.$/],
  ['an unknown attribute', { Colour: 'red' }, InvalidAttributeName, /^Unknown Attribute Colour\.$/],
  ['what SQS works out itself', { QueueArn: 'arn' }, InvalidAttributeName, /^Unknown Attribute QueueArn\.$/],
  [
    'what only a FIFO queue has',
    { DeduplicationScope: 'queue' },
    InvalidAttributeName,
    'You can specify the DeduplicationScope only when FifoQueue is set to true.',
  ],
  ['a policy that is no JSON', { Policy: '{' }, InvalidAttributeValue, /parameter Policy\.$/],
])('%s is refused', async (_, Attributes: Record<string, string>, kind, words) => {
  const { sqs } = account();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const setting = sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await expect(setting).rejects.toBeInstanceOf(kind);
  await expect(setting).rejects.toThrow(words);
});

test.each([
  ['of other characters', { QueueName: 'a b' }, /^Can only include alphanumeric characters/],
  ['of a FIFO queue that is none', { QueueName: 'work.fifo' }, /^Can only include alphanumeric characters/],
  [
    'that does not say FIFO',
    { QueueName: 'work', Attributes: { FifoQueue: 'true' } },
    /must end with \.fifo suffix and be 1 to 80 in length/,
  ],
])('a name %s is refused', async (_, input, words) => {
  const { sqs } = account();
  await expect(sqs.send(new CreateQueueCommand(input))).rejects.toThrow(words);
});

test('a queue that is not there is refused under both its names, and an address that is none under another', async () => {
  const { sqs, estate } = account();
  const sending = sqs.send(new SendMessageCommand({ QueueUrl: `${URL}none`, MessageBody: 'm' }));
  await expect(sending).rejects.toBeInstanceOf(QueueDoesNotExist);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toBeInstanceOf(QueueDoesNotExist);
  await expect(
    sqs.send(new ReceiveMessageCommand({ QueueUrl: 'https://sqs.us-east-2.amazonaws.com/none' })),
  ).rejects.toBeInstanceOf(InvalidAddress);
  const { status, headers, body } = await embed(estate)(
    {
      method: 'POST',
      url: '/',
      headers: {
        'x-amz-target': 'AmazonSQS.GetQueueUrl',
        'content-type': 'application/x-amz-json-1.0',
        host: 'sqs.us-east-2.amazonaws.com',
      },
      body: Buffer.from('{"QueueName":"none"}'),
    },
    { record: () => {} },
  );
  expect(status).toBe(400);
  expect(headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  expect(JSON.parse(String(body))).toMatchObject({ message: 'The specified queue does not exist.' });
});

test('in a rehearsal a queue that is named exists, until it is deleted', async () => {
  const { sqs } = account({ takesNamedAsGiven: true });
  const QueueUrl = `${URL}work`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toHaveLength(1);
  await sqs.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}.fifo`, MessageBody: 'm', MessageGroupId: 'g' }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toBeInstanceOf(QueueDoesNotExist);
});

test('queues are listed by the beginning of their names, page by page', async () => {
  const { sqs } = account();
  for (const QueueName of ['a-1', 'b-1', 'a-2', 'a-3']) await sqs.send(new CreateQueueCommand({ QueueName }));
  const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2 }));
  expect(first.QueueUrls).toEqual([`${URL}a-1`, `${URL}a-2`]);
  const second = await sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2, NextToken: first.NextToken }),
  );
  expect(second).toMatchObject({ QueueUrls: [`${URL}a-3`] });
  expect(second.NextToken).toBeUndefined();
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'c-' }))).QueueUrls).toBeUndefined();
});

test('tags are put on, and taken off', async () => {
  const { sqs } = account();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work', tags: { team: 'a' } }));
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'b', stage: 'test' } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['stage'] }));
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: 'b' });
});

test('permissions are statements of the policy', async () => {
  const { sqs } = account();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const add = (Label: string, Actions: string[]) =>
    sqs.send(new AddPermissionCommand({ QueueUrl, Label, AWSAccountIds: ['111122223333'], Actions }));
  const policy = async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    return Attributes === undefined ? undefined : (JSON.parse(Attributes['Policy']!) as object);
  };
  await add('one', ['SendMessage']);
  expect(await policy()).toEqual({
    Version: '2008-10-17',
    Id: 'arn:aws:sqs:us-east-2:123456789012:work/SQSDefaultPolicy',
    Statement: [
      {
        Sid: 'one',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'SQS:SendMessage',
        Resource: 'arn:aws:sqs:us-east-2:123456789012:work',
      },
    ],
  });
  await expect(add('one', ['SendMessage'])).rejects.toThrow(/Reason: Already exists\.$/);
  await expect(add('two', ['Fly'])).rejects.toThrow(/^Value SQS:Fly for parameter ActionName is invalid/);
  await sqs.send(new RemovePermissionCommand({ QueueUrl, Label: 'one' }));
  expect(await policy()).toBeUndefined();
  await expect(sqs.send(new RemovePermissionCommand({ QueueUrl, Label: 'one' }))).rejects.toThrow(
    "Value one for parameter Label is invalid. Reason: can't find label.",
  );
});
