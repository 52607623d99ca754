import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Operation } from '../service.ts';
import { archiveBy } from './archive.ts';
import { invalid } from './faults.ts';
import { entries, inputs, optional, paged, texts } from './read.ts';
import { withoutStatement, withStatement } from './statements.ts';
import { checkTopicAttribute, defaultPolicy, DELIVERY_POLICY } from './topic-attributes.ts';
import type { Topic } from './topic.ts';
import type { Topics } from './topics.ts';

/** The operations on topics themselves, their attributes, tags and permissions. */
export function topicOperations(topics: Topics, scene: Scene): Readonly<Record<string, Operation>> {
  const { account, permissions } = scene;
  const now = (): number => scene.now();
  const policyOf = (topic: Topic): string => topic.attributes['Policy'] ?? defaultPolicy(topic.arn, account);

  function tagged(arn: string): Topic {
    const topic = [...topics.all()].find((each) => each.arn === arn);
    if (topic === undefined) throw new Fault('ResourceNotFound', 'Resource does not exist', 404);
    return topic;
  }

  return {
    CreateTopic: (input) => {
      const tags = Object.fromEntries(inputs(input['Tags']).map(({ Key, Value }) => [String(Key), String(Value)]));
      const attributes = { ...entries(input['Attributes']) };
      const protection = optional(input, 'DataProtectionPolicy');
      if (protection !== undefined) attributes['DataProtectionPolicy'] = protection;
      return { TopicArn: topics.create(optional(input, 'Name') ?? '', attributes, tags).arn };
    },
    DeleteTopic: (input) => {
      const arn = optional(input, 'TopicArn') ?? '';
      if (arn.split(':').length < 6) {
        throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`);
      }
      if ([...topics.all()].some((topic) => topic.arn === arn && topic.archive !== undefined))
        throw new Fault('InvalidState', 'Invalid state: The topic has an ArchivePolicy, which has to be removed first');
      topics.remove(arn);
    },
    ListTopics: (input) => {
      const all = [...topics.all()].map(({ arn }) => ({ TopicArn: arn }));
      const { page, next } = paged(all, optional(input, 'NextToken'));
      return { Topics: page, NextToken: next };
    },
    GetTopicAttributes: (input) => {
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const { DataProtectionPolicy: _, ...set } = topic.attributes;
      const confirmed = [...topic.subscriptions.values()].filter((subscription) => subscription.confirmed).length;
      return {
        Attributes: {
          TopicArn: topic.arn,
          Owner: account,
          Policy: policyOf(topic),
          DisplayName: '',
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(topic.subscriptions.size - confirmed),
          SubscriptionsDeleted: String(topic.deletedSubscriptions),
          EffectiveDeliveryPolicy: DELIVERY_POLICY,
          ...(topic.archive !== undefined && { BeginningArchiveTime: new Date(topic.archive.began).toISOString() }),
          ...set,
        },
      };
    },
    SetTopicAttributes: (input) => {
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const name = optional(input, 'AttributeName') ?? '';
      const value = optional(input, 'AttributeValue') ?? '';
      if (name === 'FifoTopic') throw invalid('AttributeName');
      checkTopicAttribute(name, value, topic.fifo);
      topic.attributes = { ...topic.attributes, [name]: value };
      if (name === 'ArchivePolicy') topic.archive = archiveBy(value, topic.archive, now());
      if (name === 'Policy') permissions.written(topic.arn, value);
    },
    GetDataProtectionPolicy: (input) => {
      const { attributes } = topics.at(optional(input, 'ResourceArn') ?? '');
      return { DataProtectionPolicy: attributes['DataProtectionPolicy'] };
    },
    PutDataProtectionPolicy: (input) => {
      const topic = topics.at(optional(input, 'ResourceArn') ?? '');
      const policy = optional(input, 'DataProtectionPolicy') ?? '';
      topic.attributes = { ...topic.attributes, DataProtectionPolicy: policy };
    },
    AddPermission: (input) => {
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const statement = {
        label: optional(input, 'Label') ?? '',
        accounts: texts(input['AWSAccountId']),
        actions: texts(input['ActionName']),
        resource: topic.arn,
      };
      topic.attributes = { ...topic.attributes, Policy: withStatement(policyOf(topic), statement) };
      permissions.changed();
    },
    RemovePermission: (input) => {
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const Policy = withoutStatement(policyOf(topic), optional(input, 'Label') ?? '');
      topic.attributes = { ...topic.attributes, Policy };
      permissions.changed();
    },
    TagResource: (input) => {
      const { tags } = tagged(optional(input, 'ResourceArn') ?? '');
      const given = inputs(input['Tags']);
      if (new Set(given.map(({ Key }) => Key)).size < given.length) throw invalid('Duplicated keys are not allowed.');
      for (const { Key, Value } of given) tags.set(String(Key), String(Value));
    },
    UntagResource: (input) => {
      const { tags } = tagged(optional(input, 'ResourceArn') ?? '');
      for (const key of texts(input['TagKeys'])) tags.delete(key);
    },
    ListTagsForResource: (input) => {
      const { tags } = tagged(optional(input, 'ResourceArn') ?? '');
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
