import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { SnsSchema, SqsSchema } from '@aws-lambda-powertools/parser/schemas';
import { expect, test } from 'vitest';
import type { Estate } from '../../../../src/embedded/estate.ts';
import type { Received } from '../../../../src/embedded/sqs/receiving.ts';
import { account, QUEUE, START, TOPIC } from './clients.ts';

async function subscribed(sns: SNSClient, Attributes: Record<string, string> = {}, Endpoint = QUEUE): Promise<string> {
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const subscribe = new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint, Attributes });
  return (await sns.send(subscribe)).SubscriptionArn!;
}

async function inbox(estate: Estate, arn = QUEUE): Promise<readonly Received[]> {
  return estate.queues.receive(arn, { most: 10, visibility: 0 });
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

test('a queue gets a notification, laid out as SNS does', async () => {
  const { sns, estate } = account();
  const subscription = await subscribed(sns);
  const { MessageId } = await sns.send(
    new PublishCommand({
      TopicArn: TOPIC,
      Message: '{"scan":"done"}',
      Subject: 'ECR',
      MessageAttributes: { severity: text('HIGH'), seal: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } },
    }),
  );
  const [received] = await inbox(estate);
  const { body } = received!.message;
  const { Signature } = JSON.parse(body) as { Signature: string };
  expect(Buffer.from(Signature, 'base64')).toHaveLength(256);
  expect(body).toBe(
    [
      '{',
      '  "Type" : "Notification",',
      `  "MessageId" : "${MessageId}",`,
      `  "TopicArn" : "${TOPIC}",`,
      '  "Subject" : "ECR",',
      '  "Message" : "{\\"scan\\":\\"done\\"}",',
      '  "Timestamp" : "2026-01-15T09:30:00.000Z",',
      '  "SignatureVersion" : "1",',
      `  "Signature" : "${Signature}",`,
      '  "SigningCertURL" : "https://sns.us-east-2.amazonaws.com/SimpleNotificationService-4afea21ea8c7006c0a6000f26941c9ab.pem",',
      `  "UnsubscribeURL" : "https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}",`,
      '  "MessageAttributes" : {',
      '    "severity" : {"Type":"String","Value":"HIGH"},',
      '    "seal" : {"Type":"Binary","Value":"AP8="}',
      '  }',
      '}',
    ].join('\n'),
  );
  expect(received!.message.attributes).toEqual({});
});

test('raw delivery gives the message alone, and its attributes as those of the queue', async () => {
  const { sns, estate } = account();
  await subscribed(sns, { RawMessageDelivery: 'true' });
  await sns.send(
    new PublishCommand({ TopicArn: TOPIC, Message: 'bare', MessageAttributes: { severity: text('HIGH') } }),
  );
  expect(await inbox(estate)).toMatchObject([
    { message: { body: 'bare', attributes: { severity: { dataType: 'String', value: 'HIGH' } } } },
  ]);
});

test('each protocol gets its own words where the message has them', async () => {
  const { sns, estate } = account();
  await subscribed(sns, { RawMessageDelivery: 'true' });
  const publish = (Message: string) =>
    sns.send(new PublishCommand({ TopicArn: TOPIC, Message, MessageStructure: 'json' }));
  await publish('{"default":"for all","sqs":"for queues"}');
  await publish('{"default":"for all"}');
  expect((await inbox(estate)).map(({ message }) => message.body)).toEqual(['for queues', 'for all']);
  await expect(publish('{"sqs":"x"}')).rejects.toThrow(
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  );
  await expect(publish('x')).rejects.toThrow(
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  );
});

test('a function gets an event that Powertools reads', async () => {
  const { sns, estate, agenda } = account();
  const events: unknown[] = [];
  estate.functions.define('notify', (event) => {
    events.push(event);
    return Promise.resolve({ kind: 'returned', value: null });
  });
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Endpoint = 'arn:aws:lambda:us-east-2:123456789012:function:notify';
  await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'lambda', Endpoint }));
  await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm', MessageAttributes: { severity: text('HIGH') } }));
  await agenda.settle(1000);
  expect(events).toHaveLength(1);
  expect(SnsSchema.parse(events[0]).Records[0]!.Sns).toMatchObject({
    Subject: null,
    Message: 'm',
    Timestamp: '2026-01-15T09:30:00.000Z',
    MessageAttributes: { severity: { Type: 'String', Value: 'HIGH' } },
  });
});

test('whoever has unsubscribed gets nothing any more', async () => {
  const { sns, estate } = account();
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: await subscribed(sns) }));
  await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
  expect(await inbox(estate)).toEqual([]);
});

test('what cannot be delivered goes to the dead-letter queue with the reason, and without one it is lost', async () => {
  const { sns, estate } = account();
  estate.queues.create('dead', {}, {});
  const dead = 'arn:aws:sqs:us-east-2:123456789012:dead';
  const gone = 'arn:aws:sqs:us-east-2:123456789012:gone';
  await subscribed(sns, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead }) }, gone);
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
  const [letter] = await inbox(estate, dead);
  expect(JSON.parse(letter!.message.body)).toMatchObject({ Type: 'Notification', MessageId, Message: 'm' });
  expect(letter!.message.attributes).toEqual({
    RequestID: { dataType: 'String', value: MessageId },
    ErrorCode: { dataType: 'String', value: '400' },
    ErrorMessage: { dataType: 'String', value: 'The specified queue does not exist.' },
  });
});

test('a FIFO topic keeps the order of groups, and takes the same again without delivering it', async () => {
  const { sns, estate, agenda } = account();
  const name = 'news.fifo';
  estate.queues.create('inbox.fifo', { FifoQueue: 'true' }, {});
  const Attributes = { FifoTopic: 'true', ContentBasedDeduplication: 'true' };
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name, Attributes }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: `${QUEUE}.fifo` }));
  const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'g' }));
  const first = await publish('1');
  const second = await publish('2');
  expect(BigInt(second.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
  expect(await publish('1')).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  const read = async () =>
    (await inbox(estate, `${QUEUE}.fifo`)).map(({ message }) => JSON.parse(message.body) as Record<string, unknown>);
  const got = await read();
  expect(got.map(({ Message }) => Message)).toEqual(['1', '2']);
  expect(got[0]).toMatchObject({ SequenceNumber: first.SequenceNumber });
  expect(got[0]).not.toHaveProperty('Signature');
  await agenda.runUntil(START + 300_000);
  expect((await publish('1')).MessageId).not.toBe(first.MessageId);
});

test('a batch is published entry by entry', async () => {
  const { sns, estate } = account();
  await subscribed(sns, { RawMessageDelivery: 'true' });
  const { Successful, Failed } = await sns.send(
    new PublishBatchCommand({
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'first' },
        { Id: 'b', Message: 'second', MessageDeduplicationId: 'd' },
        { Id: 'c', Message: 'third' },
      ],
    }),
  );
  expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
  expect(Failed).toEqual([
    {
      Id: 'b',
      Code: 'InvalidParameter',
      Message:
        'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      SenderFault: true,
    },
  ]);
  expect((await inbox(estate)).map(({ message }) => message.body)).toEqual(['first', 'third']);
});

test('a queue between a topic and a function carries what Powertools reads', async () => {
  const { sns, estate } = account();
  await subscribed(sns);
  await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
  const [received] = await inbox(estate);
  const record = {
    messageId: received!.message.messageId,
    receiptHandle: received!.receiptHandle,
    body: received!.message.body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1',
      SenderId: received!.message.sender,
      ApproximateFirstReceiveTimestamp: '1',
    },
    messageAttributes: {},
    md5OfBody: received!.message.bodyDigest,
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE,
    awsRegion: 'us-east-2',
  };
  const { Records } = SqsSchema.parse({ Records: [record] });
  expect(SnsSchema.shape.Records.element.shape.Sns.partial().parse(JSON.parse(Records[0]!.body))).toMatchObject({
    Message: 'm',
  });
});
