import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  type MessageAttributeValue,
} from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { account, QUEUE, TOPIC } from './clients.ts';

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

/** Whether a subscription with that policy gets the message. */
async function passes(
  policy: object,
  message: { readonly Message?: string; readonly MessageAttributes?: Record<string, MessageAttributeValue> },
  FilterPolicyScope = 'MessageAttributes',
): Promise<boolean> {
  const { sns, estate } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Attributes = { FilterPolicy: JSON.stringify(policy), FilterPolicyScope };
  await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, Attributes }));
  await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm', ...message }));
  return (await estate.queues.receive(QUEUE, {})).length === 1;
}

test.each([
  ['a value', { a: ['x'] }, { a: text('x') }, true],
  ['another value', { a: ['x'] }, { a: text('y') }, false],
  ['no such attribute', { a: ['x'] }, { b: text('x') }, false],
  ['its absence', { a: [{ exists: false }] }, { b: text('x') }, true],
  ['one of an array', { a: ['x'] }, { a: text('["w","x"]', 'String.Array') }, true],
  ['a number by value', { a: [{ numeric: ['>=', 7, '<', 8] }] }, { a: text('7.5', 'Number') }, true],
  ['a text that looks like a number', { a: [{ numeric: ['=', 7] }] }, { a: text('7') }, false],
  ['a prefix', { a: [{ prefix: 'ECR' }] }, { a: text('ECR Image Action') }, true],
  ['a suffix', { a: [{ suffix: 'Action' }] }, { a: text('ECR Image Action') }, true],
  ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'ECR' } }] }, { a: text('ECR Image Action') }, false],
  ['letters of either case', { a: [{ 'equals-ignore-case': 'PUSH' }] }, { a: text('push') }, true],
  ['an address within a range', { a: [{ cidr: '10.0.0.0/24' }] }, { a: text('10.0.0.7') }, true],
  ['one way of two', { $or: [{ a: ['x'] }, { b: ['x'] }] }, { b: text('x') }, true],
  ['bytes, which are not seen', { a: ['x'] }, { a: { DataType: 'Binary', BinaryValue: Uint8Array.of(120) } }, false],
  ['nothing, and so everything', {}, {}, true],
])(
  'a policy on attributes asks for %s',
  async (_, policy: object, MessageAttributes: Record<string, MessageAttributeValue>, isPassed) => {
    expect(await passes(policy, { MessageAttributes })).toBe(isPassed);
  },
);

test.each([
  ['nested values', { detail: { 'action-type': ['PUSH'] } }, '{"detail":{"action-type":"PUSH"}}', true],
  ['another value', { detail: { 'action-type': ['PUSH'] } }, '{"detail":{"action-type":"DELETE"}}', false],
  ['items of an array', { images: { tag: ['v1'] } }, '{"images":[{"tag":"v0"},{"tag":"v1"}]}', true],
  ['anything of a text that is no JSON', { a: [{ exists: false }] }, 'plain', false],
  ['anything of JSON that is no object', { a: [{ exists: false }] }, '[]', false],
])('a policy on the body asks for %s', async (_, policy, Message, isPassed) => {
  expect(await passes(policy, { Message }, 'MessageBody')).toBe(isPassed);
});

test.each([
  [
    'more than five keys',
    { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'], f: ['1'] },
    'FilterPolicy: Filter policy can not have more than 5 keys',
  ],
  [
    'more than 150 combinations',
    { a: Array.from({ length: 13 }, (_, at) => String(at)), b: Array.from({ length: 12 }, (_, at) => String(at)) },
    'FilterPolicy: Filter policy is too complex',
  ],
  [
    'nested keys for attributes',
    { a: { b: ['x'] } },
    'Filter policy scope MessageAttributes does not support nested filter policy',
  ],
  ['an operator of EventBridge alone', { a: [{ wildcard: 'x*' }] }, 'FilterPolicy: Unrecognized match type wildcard'],
  [
    'anything but a suffix',
    { a: [{ 'anything-but': { suffix: 'x' } }] },
    'FilterPolicy: Unsupported anything-but pattern: suffix',
  ],
  ['a value that is no list', { a: 'x' }, 'FilterPolicy: "a" must be an object or an array'],
  ['an empty list', { a: [] }, 'FilterPolicy: Empty arrays are not allowed'],
  ['a bad range', { a: [{ numeric: ['<', 1, '>', 2] }] }, 'FilterPolicy: Too many elements in numeric expression'],
  ['a prefix that is no text', { a: [{ prefix: 1 }] }, 'FilterPolicy: prefix match pattern must be a string'],
])('a policy with %s is refused', async (_, policy, words) => {
  const { sns } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Attributes = { FilterPolicy: JSON.stringify(policy) };
  const subscribe = new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, Attributes });
  await expect(sns.send(subscribe)).rejects.toThrow(`Invalid parameter: Attributes Reason: ${words}`);
});

test('a policy can be set later, and taken off again', async () => {
  const { sns, estate } = account();
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE }),
  );
  const set = (AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }));
  await expect(set('{')).rejects.toThrow('Invalid parameter: FilterPolicy: failed to parse JSON.');
  const count = async () => {
    await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
    return estate.queues.at(QUEUE).counts().ready;
  };
  await set('{"a":["x"]}');
  expect(await count()).toBe(0);
  await set('{}');
  expect(await count()).toBe(1);
});
