import {
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { makeTopic, RAW, subscribe } from './topic.ts';

/** What SNS promises those who subscribe. */
export const SUBSCRIPTIONS: Promises = {
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

  'a token that nobody was given confirms nothing': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await expect(aws.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token: 'none' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },

  'the subscriptions of all topics are listed': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const arns = [];
    for (const name of ['scans', 'pushes']) arns.push(await subscribe(aws, await makeTopic(aws, name), queue));
    const { Subscriptions } = await aws.sns.send(new ListSubscriptionsCommand({}));
    expect(Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn!).toSorted()).toEqual(arns.toSorted());
  },
};
