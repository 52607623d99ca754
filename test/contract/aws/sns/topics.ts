import {
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';
import { makeTopic, subscribe } from './topic.ts';

/** What SNS promises of topics as such. */
export const TOPICS: Promises = {
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

  'a topic that is not there is refused by that name': async (aws) => {
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: aws.arn('sns', 'nothing'), Message: 'x' })),
    ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' });
  },

  'a topic is tagged': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await aws.sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'team', Value: 'web' }] }));
    const { Tags } = await aws.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
  },
};
