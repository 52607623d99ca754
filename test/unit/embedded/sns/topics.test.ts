import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  InvalidParameterException,
  InvalidParameterValueException,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { openTopics } from '../../../../src/embedded/sns/topics.ts';
import { seeded } from '../../../../src/random.ts';
import { account, QUEUE, START, TOPIC } from './clients.ts';

test('a topic can be created again as it is, and not otherwise', async () => {
  const { sns } = account();
  const create = (DisplayName: string) =>
    sns.send(new CreateTopicCommand({ Name: 'news', Attributes: { DisplayName } }));
  expect((await create('News')).TopicArn).toBe(TOPIC);
  expect((await create('News')).TopicArn).toBe(TOPIC);
  await expect(create('Olds')).rejects.toThrow(
    'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  );
});

test.each([
  [{ Name: 'a b' }, 'Invalid parameter: Topic Name'],
  [{ Name: 'news.fifo' }, 'Invalid parameter: Topic Name'],
  [{ Name: 'news', Attributes: { FifoTopic: 'true' } }, 'Invalid parameter: Topic Name'],
  [{ Name: 'news', Attributes: { ContentBasedDeduplication: 'true' } }, /only be set for FIFO topics$/],
  [{ Name: 'news', Attributes: { Colour: 'red' } }, 'Invalid parameter: AttributeName'],
])('%j makes no topic', async (input: { Name: string; Attributes?: Record<string, string> }, words) => {
  const { sns } = account();
  const creation = sns.send(new CreateTopicCommand(input));
  await expect(creation).rejects.toBeInstanceOf(InvalidParameterException);
  await expect(creation).rejects.toThrow(words);
});

test('a topic tells of itself, its subscribers counted', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news', Tags: [{ Key: 'team', Value: 'a' }] }));
  const subscribe = (Protocol: string, Endpoint: string) =>
    sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol, Endpoint }));
  const { SubscriptionArn } = await subscribe('sqs', QUEUE);
  await subscribe('email', 'a@example.com');
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  await subscribe('sqs', QUEUE);
  await sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'DisplayName', AttributeValue: 'N' }));
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
  expect(Attributes).toMatchObject({
    TopicArn: TOPIC,
    Owner: '123456789012',
    DisplayName: 'N',
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '1',
    SubscriptionsDeleted: '1',
  });
  expect(JSON.parse(Attributes!['Policy']!)).toMatchObject({ Statement: [{ Sid: '__default_statement_ID' }] });
  expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TOPIC }))).Tags).toEqual([
    { Key: 'team', Value: 'a' },
  ]);
});

test('lists give a hundred at a time', async () => {
  const { sns } = account();
  for (let at = 0; at < 101; at += 1) await sns.send(new CreateTopicCommand({ Name: `news-${at}` }));
  const first = await sns.send(new ListTopicsCommand({}));
  expect(first.Topics).toHaveLength(100);
  const second = await sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
  expect(second.Topics).toHaveLength(1);
  expect(second.NextToken).toBeUndefined();
});

test('subscriptions are listed, those that wait for an answer without their names', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const subscribe = (input: object) => sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', ...input }));
  const { SubscriptionArn } = await subscribe({ Endpoint: QUEUE });
  expect((await subscribe({ Endpoint: QUEUE })).SubscriptionArn).toBe(SubscriptionArn);
  await expect(subscribe({ Endpoint: QUEUE, Attributes: { RawMessageDelivery: 'true' } })).rejects.toThrow(
    'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
  );
  const mail = { Protocol: 'email', Endpoint: 'a@example.com' };
  expect((await subscribe(mail)).SubscriptionArn).toBe('pending confirmation');
  expect((await subscribe({ ...mail, ReturnSubscriptionArn: true })).SubscriptionArn).toMatch(`${TOPIC}:`);
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
  expect(Subscriptions).toEqual([
    { SubscriptionArn, Owner: '123456789012', Protocol: 'sqs', Endpoint: QUEUE, TopicArn: TOPIC },
    { SubscriptionArn: 'PendingConfirmation', Owner: '123456789012', ...mail, TopicArn: TOPIC },
  ]);
  expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual(Subscriptions);
});

test.each([
  [
    { Protocol: 'pigeon', Endpoint: 'x' },
    'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
  ],
  [{ Protocol: 'https', Endpoint: 'http://a' }, 'Invalid parameter: Endpoint must match the specified protocol'],
  [{ Protocol: 'sqs', Endpoint: 'inbox' }, 'Invalid parameter: SQS endpoint ARN'],
  [{ Protocol: 'sqs', Endpoint: `${QUEUE}.fifo` }, /FIFO SQS Queues can not be subscribed to standard SNS topics$/],
  [{ Protocol: 'sqs' }, 'Endpoint not specified in subscription'],
  [
    { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RawMessageDelivery: 'maybe' } },
    'Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [maybe]. Must be true or false.',
  ],
  [
    { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { Colour: 'red' } },
    'Invalid parameter: Attributes Reason: AttributeName',
  ],
  [
    { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { FilterPolicyScope: 'Both' } },
    'Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value [Both]. Please use either MessageBody or MessageAttributes',
  ],
  [
    { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RedrivePolicy: '{}' } },
    'Invalid parameter: Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn',
  ],
])('nobody subscribes with %j', async (input: object, words) => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const subscribe = new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', ...input });
  await expect(sns.send(subscribe)).rejects.toThrow(words);
});

test('what a subscription is can be read, and set', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE }),
  );
  const set = new SetSubscriptionAttributesCommand({
    SubscriptionArn,
    AttributeName: 'FilterPolicy',
    AttributeValue: '{"a":["x"]}',
  });
  await sns.send(set);
  expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toEqual({
    SubscriptionArn,
    TopicArn: TOPIC,
    Protocol: 'sqs',
    Endpoint: QUEUE,
    Owner: '123456789012',
    SubscriptionPrincipal: 'arn:aws:iam::123456789012:role/rehearsal',
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    RawMessageDelivery: 'false',
    FilterPolicy: '{"a":["x"]}',
    FilterPolicyScope: 'MessageAttributes',
  });
});

test('an HTTP endpoint is asked first, then notified, and tried again while it fails', async () => {
  const agenda = virtualAgenda(START);
  const scene = openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) });
  const posted: { readonly at: number; readonly type: string; readonly body: Record<string, string> }[] = [];
  const answers = [200, 500, 429, 200];
  const dead: unknown[] = [];
  const neighbours = { queues: { send: (arn: string) => void dead.push(arn) } };
  const topics = openTopics(scene, neighbours, (_, headers, body) => {
    const type = headers['x-amz-sns-message-type']!;
    posted.push({ at: agenda.now() - START, type, body: JSON.parse(body) as Record<string, string> });
    return Promise.resolve(answers.shift() ?? 404);
  });
  const topic = topics.create('news', {}, {});
  const endpoint = 'http://127.0.0.1:8080/hook';
  const attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE }) };
  topics.subscribe(topic, { protocol: 'http', endpoint, attributes, at: 'http://127.0.0.1:4566' });
  await agenda.settle(1000);
  topics.publish(TOPIC, { message: 'too early' });
  const { Token, SubscribeURL } = posted[0]!.body;
  expect(SubscribeURL).toBe(`http://127.0.0.1:4566/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=${Token}`);
  topics.confirm(TOPIC, Token!, false);
  topics.publish(TOPIC, { message: 'm' });
  await agenda.settle(3_600_000);
  expect(posted.map(({ at, type }) => [at, type])).toEqual([
    [0, 'SubscriptionConfirmation'],
    [0, 'Notification'],
    [20_000, 'Notification'],
    [40_000, 'Notification'],
  ]);
  topics.publish(TOPIC, { message: 'refused' });
  await agenda.settle(3_600_000);
  expect(dead).toEqual([QUEUE]);
  expect(posted).toHaveLength(5);
});

test('a token that confirms nothing is refused', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const confirm = new ConfirmSubscriptionCommand({ TopicArn: TOPIC, Token: 'abc' });
  await expect(sns.send(confirm)).rejects.toThrow('Invalid parameter: Token');
});

test('mail and text messages are kept for whoever looks, and reach nobody', async () => {
  const { sns, estate, agenda } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sms', Endpoint: '+15555550100' }));
  await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email', Endpoint: 'a@example.com' }));
  const Token = estate.topics.letters[0]!.message;
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC, Token }));
  await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm', Subject: 's' }));
  await sns.send(new PublishCommand({ PhoneNumber: '+15555550101', Message: 'direct' }));
  await agenda.settle(1000);
  expect(
    estate.topics.letters.slice(1).map(({ protocol, endpoint, message }) => [protocol, endpoint, message]),
  ).toEqual([
    ['sms', '+15555550101', 'direct'],
    ['sms', '+15555550100', 'm'],
    ['email', 'a@example.com', 'm'],
  ]);
});

test.each([
  ['without words', { Message: '' }, InvalidParameterException, 'Invalid parameter: Empty message'],
  [
    'of 256 KB and a byte',
    { Message: 'x'.repeat(262_145) },
    InvalidParameterException,
    'Invalid parameter: Message too long',
  ],
  [
    'with a subject of two lines',
    { Message: 'm', Subject: 'two\nlines' },
    InvalidParameterException,
    'Invalid parameter: Subject',
  ],
  [
    'with an attribute of another name',
    { Message: 'm', MessageAttributes: { 'a b': { DataType: 'String', StringValue: 'x' } } },
    InvalidParameterValueException,
    /^Invalid non-alphanumeric character '#x20' was found in the message attribute name\./,
  ],
  [
    'with an attribute of another type',
    { Message: 'm', MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
    InvalidParameterValueException,
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
])('a message %s is not published', async (_, input: object, kind, words) => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const publishing = sns.send(new PublishCommand({ TopicArn: TOPIC, Message: '', ...input }));
  await expect(publishing).rejects.toBeInstanceOf(kind);
  await expect(publishing).rejects.toThrow(words);
});

test('a batch is refused as a whole when its entries cannot be told apart, or are too large together', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const publish = (...entries: readonly (readonly [string, string])[]) =>
    sns.send(
      new PublishBatchCommand({
        TopicArn: TOPIC,
        PublishBatchRequestEntries: entries.map(([Id, Message]) => ({ Id, Message })),
      }),
    );
  await expect(publish(['a', 'x'], ['a', 'y'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinctException' });
  await expect(publish(['a b', 'x'])).rejects.toMatchObject({ name: 'InvalidBatchEntryIdException' });
  const half = 'x'.repeat(150_000);
  await expect(publish(['a', half], ['b', half])).rejects.toMatchObject({ name: 'BatchRequestTooLongException' });
});

test('a topic that is not there is refused by name; in a rehearsal one that is named exists, until it is deleted', async () => {
  const publish = new PublishCommand({ TopicArn: TOPIC, Message: 'm' });
  await expect(account().sns.send(publish)).rejects.toBeInstanceOf(NotFoundException);
  const { sns } = account({ takesNamedAsGiven: true });
  await sns.send(publish);
  await sns.send(new DeleteTopicCommand({ TopicArn: TOPIC }));
  await expect(sns.send(publish)).rejects.toThrow('Topic does not exist');
  await expect(sns.send(new PublishCommand({ TopicArn: 'news', Message: 'm' }))).rejects.toThrow(
    'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  );
});

test('tags and permissions are put on, and taken off', async () => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Tags = [
    { Key: 'team', Value: 'a' },
    { Key: 'stage', Value: 'test' },
  ];
  await sns.send(new TagResourceCommand({ ResourceArn: TOPIC, Tags }));
  await sns.send(new UntagResourceCommand({ ResourceArn: TOPIC, TagKeys: ['stage'] }));
  expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TOPIC }))).Tags).toEqual(Tags.slice(0, 1));

  const add = (...ActionName: string[]) =>
    sns.send(new AddPermissionCommand({ TopicArn: TOPIC, Label: 'one', AWSAccountId: ['111122223333'], ActionName }));
  const statements = async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
    return (JSON.parse(Attributes!['Policy']!) as { Statement: object[] }).Statement;
  };
  await expect(add('Fly')).rejects.toThrow('Invalid parameter: Policy statement action out of service scope!');
  await add('Publish');
  expect((await statements())[1]).toEqual({
    Sid: 'one',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'SNS:Publish',
    Resource: TOPIC,
  });
  await expect(add('Publish')).rejects.toThrow('Invalid parameter: Statement already exists');
  await sns.send(new RemovePermissionCommand({ TopicArn: TOPIC, Label: 'one' }));
  expect(await statements()).toHaveLength(1);
});

test('a batch for a FIFO topic fails as a whole where an entry has no group, or no id that is needed', async () => {
  const { sns } = account();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news.fifo', Attributes: { FifoTopic: 'true' } }));
  const batch = (more: object) =>
    sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'm', ...more }] }));
  await expect(batch({})).rejects.toThrow(
    'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
  );
  await expect(batch({ MessageGroupId: 'g' })).rejects.toThrow(
    'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
});
