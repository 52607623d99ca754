import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import { statementsOf } from '../policy/decide.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import { Deduplication } from '../sqs/deduplication.ts';
import { archiveBy } from './archive.ts';
import type { Carrier } from './delivery.ts';
import { invalid, notFound } from './faults.ts';
import { wordingFor, type Publication, type Published } from './message.ts';
import type { Neighbours, Post } from './neighbours.ts';
import { openPlatforms, type Platforms } from './platforms.ts';
import { postToLoopback } from './post.ts';
import { openPublishing } from './publishing.ts';
import { type Application, openSubscribing } from './subscribing.ts';
import type { Subscription } from './subscription.ts';
import { isTopicName, type Topic, unchanged } from './topic.ts';
import { checkTopicAttribute } from './topic-attributes.ts';
import { partitionOf } from '../partition.ts';

/** What went to people: mail, and text messages. It goes no further than this. */
export interface Letter {
  readonly at: Instant;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | undefined;
  readonly message: string;
}

/** The topics of one account, as other services and the operations of SNS use them. ARNs of what is not there throw `NotFound`. */
export interface Topics {
  readonly letters: readonly Letter[];
  readonly platforms: Platforms;
  publish(arn: string, publication: Publication): Published;
  /** Sends a text message to a telephone. */
  text(phoneNumber: string, publication: Publication): Published;
  /** Sends to one device of an application. */
  push(endpointArn: string, publication: Publication): Published;
  at(arn: string): Topic;
  /** Who may use a topic; `undefined` where there is no such topic. */
  policyOf(arn: string): ResourcePolicy | undefined;
  create(name: string, attributes: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>): Topic;
  remove(arn: string): void;
  all(): Iterable<Topic>;
  subscribe(topic: Topic, application: Application): Subscription;
  subscription(arn: string): Subscription;
  confirm(topicArn: string, token: string, authenticated: boolean): Subscription;
  /** Sends a subscription again what its `ReplayPolicy` asks for, out of its topic's archive. */
  replay(subscription: Subscription): void;
  unsubscribe(arn: string): void;
}

/** Opens an account without topics. */
export function openTopics(scene: Scene, neighbours: Neighbours, post: Post = postToLoopback): Topics {
  const { account, region, random, agenda, permissions } = scene;
  const topics = new Map<string, Topic>();
  const removed = new Set<string>();
  const letters: Letter[] = [];
  const platforms = openPlatforms(scene);
  const carrier: Carrier = {
    account,
    permissions,
    agenda,
    neighbours,
    post,
    noteForPeople: (message, { protocol, endpoint }) =>
      note(protocol, endpoint, message.subject, wordingFor(message, protocol)),
  };

  function note(protocol: string, endpoint: string, subject: string | undefined, message: string): void {
    letters.push({ at: scene.now(), protocol, endpoint, subject, message });
  }

  function open(name: string, attributes: Readonly<Record<string, string>>): Topic {
    const topic: Topic = {
      arn: `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`,
      name,
      fifo: name.endsWith('.fifo'),
      attributes,
      tags: new Map(),
      subscriptions: new Map(),
      deduplication: new Deduplication(),
      deletedSubscriptions: 0,
      archive: archiveBy(attributes['ArchivePolicy'] ?? '', undefined, scene.now()),
    };
    topics.set(topic.arn, topic);
    return topic;
  }

  /** What an ARN stands for that nobody has created. */
  function given(arn: string): Topic | undefined {
    const { resource, account: owner, region: place } = parseArn(arn) ?? NOWHERE;
    if (!scene.takesNamedAsGiven || removed.has(arn) || !isTopicName(resource)) return undefined;
    if (owner !== account || place !== region) return undefined;
    return open(resource, resource.endsWith('.fifo') ? { FifoTopic: 'true', ContentBasedDeduplication: 'true' } : {});
  }

  function at(arn: string): Topic {
    const parts = parseArn(arn);
    if (parts === undefined) {
      throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`);
    }
    if (parts.region !== region) throw invalid('TopicArn');
    const topic = topics.get(arn) ?? given(arn);
    if (topic === undefined) throw notFound('Topic');
    return topic;
  }

  const publishing = openPublishing(scene, carrier);
  const subscribing = openSubscribing(scene, { ...publishing, post, note });

  return {
    letters,
    platforms,
    replay: (subscription) => publishing.replay(at(subscription.topicArn), subscription),
    at,
    policyOf: (arn) => {
      const topic = topics.get(arn) ?? given(arn);
      return topic && { statements: statementsOf(topic.attributes['Policy']) };
    },
    publish: (arn, publication) => publishing.publish(at(arn), publication),
    text: (phoneNumber, { message, subject }) => {
      note('sms', phoneNumber, subject, message);
      return { messageId: random.uuid(), sequenceNumber: undefined };
    },
    push: (endpointArn, publication) => {
      const endpoint = platforms.endpoint(endpointArn);
      if (endpoint === undefined) {
        throw invalid('TargetArn Reason: No endpoint found for the target arn specified');
      }
      if (endpoint.attributes['Enabled']?.toLowerCase() === 'false') {
        throw new Fault('EndpointDisabled', 'Endpoint is disabled');
      }
      const [, platform = ''] = endpointArn.split('/');
      note('application', endpointArn, publication.subject, wordingFor(publication, platform));
      return { messageId: random.uuid(), sequenceNumber: undefined };
    },
    create: (name, attributes, tags) => {
      const fifo = attributes['FifoTopic'] === 'true';
      if (!isTopicName(name) || fifo !== name.endsWith('.fifo')) throw invalid('Topic Name');
      for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value, fifo);
      const existing = topics.get(`arn:${partitionOf(region)}:sns:${region}:${account}:${name}`);
      if (existing !== undefined) return unchanged(existing, attributes, tags);
      const { FifoTopic: _, ...others } = attributes;
      const topic = open(name, fifo ? { ContentBasedDeduplication: 'false', ...others, FifoTopic: 'true' } : others);
      for (const [key, value] of Object.entries(tags)) topic.tags.set(key, value);
      permissions.written(topic.arn, attributes['Policy']);
      return topic;
    },
    remove: (arn) => {
      topics.delete(arn);
      removed.add(arn);
      permissions.written(arn, undefined);
    },
    all: () => topics.values(),
    subscribe: (topic, application) => subscribing.subscribe(topic, application),
    confirm: (topicArn, token, authenticated) => subscribing.confirm(at(topicArn), token, authenticated),
    subscription: (arn) => {
      const subscription = topics.get(topicOf(arn))?.subscriptions.get(arn);
      if (subscription === undefined) throw notFound('Subscription');
      return subscription;
    },
    unsubscribe: (arn) => {
      const topic = topics.get(topicOf(arn));
      if (topic?.subscriptions.delete(arn) === true) topic.deletedSubscriptions += 1;
    },
  };
}

/** The topic that the ARN of a subscription begins with. */
function topicOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}

const NOWHERE = { resource: '', account: '', region: '' };
