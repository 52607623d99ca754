import {
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { makeTopic, subscribe } from './topic.ts';

const BEFORE = '2020-01-01T00:00:00.000Z';

function keep({ sns }: Account, TopicArn: string, AttributeValue = '{"MessageRetentionPeriod":"30"}') {
  return sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'ArchivePolicy', AttributeValue }));
}

async function publish({ sns }: Account, TopicArn: string, Message: string): Promise<string> {
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'web' }));
  return MessageId!;
}

/** What SNS promises of FIFO topics that keep what is published to them. */
export const REPLAYS: Promises = {
  'a topic with an archive sends again what was published, as it was and marked': async (aws) => {
    const topic = await makeTopic(aws, 'scans.fifo');
    await keep(aws, topic);
    const ids = [await publish(aws, topic, 'one'), await publish(aws, topic, 'two')];
    const queue = await makeQueue(aws, 'late.fifo');
    const SubscriptionArn = await subscribe(aws, topic, queue, {
      ReplayPolicy: JSON.stringify({ PointType: 'Timestamp', StartingPoint: BEFORE }),
    });
    const bodies = (await take(aws, queue, 2)).map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
    expect(bodies.map(({ Message, MessageId, Replayed }) => [Message, MessageId, Replayed])).toEqual([
      ['one', ids[0], true],
      ['two', ids[1], true],
    ]);
    const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ ReplayStatus: 'Completed' });
  },

  'a subscription is sent again only what it filters, and only up to where it asks': async (aws) => {
    const topic = await makeTopic(aws, 'scans.fifo');
    await keep(aws, topic);
    await publish(aws, topic, '{"critical":1}');
    await publish(aws, topic, '{"critical":0}');
    const queue = await makeQueue(aws, 'late.fifo');
    const SubscriptionArn = await subscribe(aws, topic, queue, {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: '{"critical":[1]}',
    });
    const replay = (policy: object) =>
      aws.sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn,
          AttributeName: 'ReplayPolicy',
          AttributeValue: JSON.stringify({ PointType: 'Timestamp', StartingPoint: BEFORE, ...policy }),
        }),
      );
    await replay({ EndingPoint: '2020-01-02T00:00:00.000Z' });
    expect(await take(aws, queue, 1, 1)).toEqual([]);
    await replay({});
    expect(
      (await take(aws, queue, 2, 1)).map(({ Body }) => (JSON.parse(Body!) as { Message: string }).Message),
    ).toEqual(['{"critical":1}']);
  },

  'a topic tells since when it keeps messages, and is not deleted while it does': async (aws) => {
    const TopicArn = await makeTopic(aws, 'scans.fifo');
    await keep(aws, TopicArn);
    const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes?.['BeginningArchiveTime']).toMatch(/^\d{4}-\d\d-\d\dT/);
    await expect(aws.sns.send(new DeleteTopicCommand({ TopicArn }))).rejects.toMatchObject({
      name: 'InvalidStateException',
    });
    await keep(aws, TopicArn, '{}');
    await aws.sns.send(new DeleteTopicCommand({ TopicArn }));
  },

  'only a FIFO topic keeps what is published to it': async (aws) => {
    await expect(keep(aws, await makeTopic(aws, 'scans'))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },
};
