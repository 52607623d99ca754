import {
  AddPermissionCommand,
  DeleteTopicCommand,
  GetDataProtectionPolicyCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  PutDataProtectionPolicyCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';
import { makeTopic, subscribe } from './topic.ts';

async function attributesOf({ sns }: Account, TopicArn: string): Promise<Record<string, string>> {
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return Attributes;
}

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
    await aws.sns.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['team'] }));
    expect((await aws.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags ?? []).toEqual([]);
  },

  'a topic takes new attributes, and none that no topic has': async (aws) => {
    const TopicArn = await makeTopic(aws, 'scans');
    const set = (AttributeName: string, AttributeValue: string) =>
      aws.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    await set('DisplayName', 'Scans');
    expect(await attributesOf(aws, TopicArn)).toMatchObject({ DisplayName: 'Scans' });
    await expect(set('Colour', 'red')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: AttributeName',
    });
  },

  'a permission is a statement of the policy, until it is taken back': async (aws) => {
    const TopicArn = await makeTopic(aws, 'scans');
    const permission = { TopicArn, Label: 'deployers', AWSAccountId: ['444455556666'], ActionName: ['Publish'] };
    await aws.sns.send(new AddPermissionCommand(permission));
    const statement = async () => {
      const policy = JSON.parse((await attributesOf(aws, TopicArn))['Policy']!) as { Statement: { Sid: string }[] };
      return policy.Statement.find(({ Sid }) => Sid === 'deployers');
    };
    expect(await statement()).toEqual({
      Sid: 'deployers',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'SNS:Publish',
      Resource: TopicArn,
    });
    await expect(aws.sns.send(new AddPermissionCommand(permission))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Statement already exists',
    });
    await aws.sns.send(new RemovePermissionCommand({ TopicArn, Label: 'deployers' }));
    expect(await statement()).toBeUndefined();
  },

  'a topic keeps the policy that protects its data': async (aws) => {
    const ResourceArn = await makeTopic(aws, 'scans');
    const DataProtectionPolicy = '{"Name":"none","Description":"","Version":"2021-06-01","Statement":[]}';
    await aws.sns.send(new PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy }));
    expect(await aws.sns.send(new GetDataProtectionPolicyCommand({ ResourceArn }))).toMatchObject({
      DataProtectionPolicy,
    });
  },
};
