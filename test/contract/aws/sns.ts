import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  ListTagsForResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from './account.ts';
import type { Promises } from './place.ts';
import { makeQueue, nextBody, take, type Queue } from './queue.ts';

/** Makes a topic, a FIFO one if its name says so, and gives its ARN. */
async function makeTopic({ sns }: Account, name: string): Promise<string> {
  const fifo = name.endsWith('.fifo') ? { FifoTopic: 'true', ContentBasedDeduplication: 'true' } : {};
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name, Attributes: fifo }));
  return TopicArn!;
}

async function subscribe(
  { sns }: Account,
  topic: string,
  queue: Queue,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: queue.arn,
      Attributes: attributes,
      ReturnSubscriptionArn: true,
    }),
  );
  return SubscriptionArn!;
}

/** Publishes a message under each of these ids, all in one batch, to a topic of its own. */
async function publishBatch(aws: Account, ids: readonly string[]) {
  const TopicArn = await makeTopic(aws, 'scans');
  const PublishBatchRequestEntries = ids.map((Id) => ({ Id, Message: 'x' }));
  return aws.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
}

const RAW = { RawMessageDelivery: 'true' };

/** What SNS promises. */
export const SNS: Promises = {
  'a topic is made once, listed and deleted': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    expect(arn).toBe(aws.arn('sns', 'scans'));
    expect(await makeTopic(aws, 'scans')).toBe(arn);
    expect((await aws.sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: arn }]);
    await aws.sns.send(new DeleteTopicCommand({ TopicArn: arn }));
    expect((await aws.sns.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
  },

  'a topic tells its attributes': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue);
    const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    expect(Attributes).toMatchObject({
      TopicArn: arn,
      Owner: aws.id,
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '0',
    });
  },

  'a queue is sent a notification that says where it comes from': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue);
    const { MessageId } = await aws.sns.send(
      new PublishCommand({
        TopicArn: arn,
        Subject: 'A scan',
        Message: 'critical: 1',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
      }),
    );
    const notification = JSON.parse((await nextBody(aws, queue)) ?? '{}') as Record<string, unknown>;
    expect(notification).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: arn,
      Subject: 'A scan',
      Message: 'critical: 1',
      SignatureVersion: '1',
      MessageAttributes: { severity: { Type: 'String', Value: 'CRITICAL' } },
    });
    expect(notification['Timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  },

  'raw delivery sends the message as it is, its attributes beside it': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    await aws.sns.send(
      new PublishCommand({
        TopicArn: arn,
        Message: '{"critical":1}',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
      }),
    );
    const [message] = await take(aws, queue, 1);
    expect(message).toMatchObject({
      Body: '{"critical":1}',
      MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
    });
  },

  'a subscription hears only what its filter lets through': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, { ...RAW, FilterPolicy: '{"severity":["CRITICAL",{"prefix":"HI"}]}' });
    for (const severity of ['LOW', 'CRITICAL', 'HIGH']) {
      await aws.sns.send(
        new PublishCommand({
          TopicArn: arn,
          Message: severity,
          MessageAttributes: { severity: { DataType: 'String', StringValue: severity } },
        }),
      );
    }
    const bodies = (await take(aws, queue, 3, 1)).map(({ Body }) => Body!);
    expect(bodies.toSorted()).toEqual(['CRITICAL', 'HIGH']);
  },

  'a filter may look into the body': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, {
      ...RAW,
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: '{"scan":{"critical":[{"numeric":[">",0]}]}}',
    });
    for (const critical of [0, 2]) {
      await aws.sns.send(new PublishCommand({ TopicArn: arn, Message: JSON.stringify({ scan: { critical } }) }));
    }
    expect((await take(aws, queue, 2, 1)).map(({ Body }) => Body)).toEqual(['{"scan":{"critical":2}}']);
  },

  'a message can differ by protocol': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await aws.sns.send(new PublishCommand({ TopicArn: arn, MessageStructure: 'json', Message }));
    expect(await nextBody(aws, queue)).toBe('for queues');
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: arn, MessageStructure: 'json', Message: '{"sqs":"only"}' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Message Structure - No default entry in JSON message body',
    });
  },

  'a subscription tells and takes attributes, and is listed until it ends': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    const SubscriptionArn = await subscribe(aws, arn, queue);
    expect(SubscriptionArn).toMatch(new RegExp(`^${arn}:[0-9a-f-]{36}$`));
    await aws.sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: 'true',
      }),
    );
    const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({
      Protocol: 'sqs',
      Endpoint: queue.arn,
      RawMessageDelivery: 'true',
      PendingConfirmation: 'false',
      Owner: aws.id,
    });
    const list = async () =>
      (await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }))).Subscriptions ?? [];
    expect(await list()).toEqual([
      { SubscriptionArn, Owner: aws.id, Protocol: 'sqs', Endpoint: queue.arn, TopicArn: arn },
    ]);
    await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await list()).toEqual([]);
  },

  'the same endpoint is subscribed once': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    expect(await subscribe(aws, arn, queue)).toBe(await subscribe(aws, arn, queue));
  },

  'a FIFO topic keeps the order of a group, and takes a duplicate without sending it': async (aws) => {
    const arn = await makeTopic(aws, 'scans.fifo');
    const queue = await makeQueue(aws, 'heard.fifo');
    await subscribe(aws, arn, queue, RAW);
    const numbers = [];
    for (const Message of ['1', '2', '2', '3']) {
      const { SequenceNumber } = await aws.sns.send(
        new PublishCommand({ TopicArn: arn, Message, MessageGroupId: 'web' }),
      );
      numbers.push(BigInt(SequenceNumber!));
    }
    expect(numbers[3]).toBeGreaterThan(numbers[0]!);
    expect((await take(aws, queue, 4, 1)).map(({ Body }) => Body)).toEqual(['1', '2', '3']);
  },

  'a FIFO topic wants a group': async (aws) => {
    const arn = await makeTopic(aws, 'scans.fifo');
    await expect(aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
    });
  },

  'a batch is published entry by entry': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    const { Successful, Failed } = await aws.sns.send(
      new PublishBatchCommand({
        TopicArn: arn,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'one' },
          { Id: 'b', Message: 'two' },
        ],
      }),
    );
    expect([Successful?.map(({ Id }) => Id), Failed ?? []]).toEqual([['a', 'b'], []]);
    const bodies = (await take(aws, queue, 2)).map(({ Body }) => Body!);
    expect(bodies.toSorted()).toEqual(['one', 'two']);
  },

  'a batch of none is refused': async (aws) => {
    await expect(publishBatch(aws, [])).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
  },

  'a batch with one id twice is refused': async (aws) => {
    await expect(publishBatch(aws, ['a', 'a'])).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinctException',
      message: 'Two or more batch entries in the request have the same Id.',
    });
  },

  'a batch of eleven is refused': async (aws) => {
    await expect(
      publishBatch(
        aws,
        Array.from({ length: 11 }, (_, n) => `m${n}`),
      ),
    ).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequestException',
      message: 'The batch request contains more entries than permissible.',
    });
  },

  'a topic that is not there is refused by that name': async (aws) => {
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: aws.arn('sns', 'nothing'), Message: 'x' })),
    ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' });
  },

  'an empty message and one of more than 256 KiB are refused': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await expect(aws.sns.send(new PublishCommand({ TopicArn: arn, Message: '' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Empty message',
    });
    await aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x'.repeat(262_144) }));
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x'.repeat(262_145) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid parameter: Message too long' });
  },

  'a token that nobody was given confirms nothing': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await expect(aws.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token: 'none' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },

  'a topic is tagged': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await aws.sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'team', Value: 'web' }] }));
    const { Tags } = await aws.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
  },
};
