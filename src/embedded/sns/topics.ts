import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import { statementsOf } from '../policy/decide.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import { Deduplication, ofContent } from '../sqs/deduplication.ts';
import { archive, archiveBy, readReplayPolicy, replayed, type Archive } from './archive.ts';
import { deliver, type Carrier } from './delivery.ts';
import { confirmationRequest } from './envelope.ts';
import { invalid, notDeduplicated, notFound } from './faults.ts';
import { wordingFor, type Message, type Publication, type Published } from './message.ts';
import type { Neighbours, Post } from './neighbours.ts';
import { openPlatforms, type Platforms } from './platforms.ts';
import { postToLoopback } from './post.ts';
import { withAttributes, type Subscription } from './subscription.ts';
import { checkTopicAttribute } from './topic-attributes.ts';

/** A topic, with its subscribers. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly fifo: boolean;
  attributes: Readonly<Record<string, string>>;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
  readonly deduplication: Deduplication<Published>;
  deletedSubscriptions: number;
  /** What it keeps of what was published, if it keeps anything. */
  archive: Archive | undefined;
}

/** What went to people: mail, and text messages. It goes no further than this. */
export interface Letter {
  readonly at: Instant;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | undefined;
  readonly message: string;
}

/** Who wants to subscribe, and how. */
export interface Application {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the subscriber can reach this AWS. */
  readonly at: string | undefined;
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
  let sequence = 10_000_000_000_000_000_000n;
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
      arn: `arn:aws:sns:${region}:${account}:${name}`,
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

  function find(arn: string): Subscription | undefined {
    return topics.get(arn.slice(0, arn.lastIndexOf(':')))?.subscriptions.get(arn);
  }

  function publish(topic: Topic, publication: Publication): Published {
    const now = scene.now();
    const deduplicationId = topic.fifo ? deduplicationIdOf(topic, publication) : undefined;
    const scope = topic.attributes['FifoThroughputScope'] === 'MessageGroup' ? (publication.groupId ?? '') : '';
    const known = deduplicationId === undefined ? undefined : topic.deduplication.known(scope, deduplicationId, now);
    if (known !== undefined) return known;
    if (topic.fifo) sequence += 1n;
    const published = { messageId: random.uuid(), sequenceNumber: topic.fifo ? String(sequence) : undefined };
    if (deduplicationId !== undefined) topic.deduplication.note(scope, deduplicationId, now, published);
    const message: Message = {
      ...publication,
      ...published,
      attributes: publication.attributes ?? {},
      deduplicationId,
      topicArn: topic.arn,
      publishedAt: now,
    };
    if (topic.archive !== undefined) archive(topic.archive, message);
    for (const subscription of topic.subscriptions.values()) {
      if (subscription.confirmed && subscription.filter(message, subscription.protocol))
        deliver(message, subscription, sealOf(topic), carrier);
    }
    return published;
  }

  const sealOf = ({ attributes }: Topic) => ({ signatureVersion: attributes['SignatureVersion'] ?? '1' });

  /** An HTTP endpoint is asked whether it wants what it is to get. */
  function ask(topic: Topic, subscription: Subscription): void {
    const messageId = random.uuid();
    const body = confirmationRequest(subscription, messageId, scene.now(), sealOf(topic));
    const headers = {
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-message-id': messageId,
      'x-amz-sns-topic-arn': topic.arn,
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
    };
    agenda.after(0, async () => {
      // One that does not answer stays unconfirmed.
      await post(subscription.endpoint, headers, body).catch(() => undefined);
    });
  }

  function replay(subscription: Subscription): void {
    const topic = at(subscription.topicArn);
    const policy = readReplayPolicy(subscription.attributes['ReplayPolicy'] ?? '{}', invalid);
    if (policy === undefined) {
      delete subscription.replay;
      return;
    }
    if (topic.archive === undefined) throw invalid('ReplayPolicy Reason: The topic has no archive to replay from');
    subscription.replay = 'Pending';
    const messages = replayed(topic.archive, policy, scene.now());
    agenda.after(0, () => {
      for (const message of messages) {
        if (subscription.filter(message, subscription.protocol)) deliver(message, subscription, sealOf(topic), carrier);
      }
      subscription.replay = 'Completed';
    });
  }

  return {
    letters,
    platforms,
    replay,
    at,
    policyOf: (arn) => {
      const topic = topics.get(arn) ?? given(arn);
      return topic && { statements: statementsOf(topic.attributes['Policy']) };
    },
    publish: (arn, publication) => publish(at(arn), publication),
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
      const existing = topics.get(`arn:aws:sns:${region}:${account}:${name}`);
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
    subscribe: (topic, { protocol, endpoint, attributes, at: here }) => {
      const application = { topicArn: topic.arn, endpoint };
      const set = withAttributes({}, attributes, application, 'Subscribe');
      for (const existing of topic.subscriptions.values()) {
        if (existing.protocol !== protocol || existing.endpoint !== endpoint) continue;
        const isOther = Object.entries(set.attributes).some(([name, value]) => existing.attributes[name] !== value);
        if (isOther) throw invalid('Attributes Reason: Subscription already exists with different attributes');
        return existing;
      }
      const needsConfirmation = /^(?:https?|email(?:-json)?)$/.test(protocol);
      const subscription: Subscription = {
        arn: `${topic.arn}:${random.uuid()}`,
        topicArn: topic.arn,
        protocol,
        endpoint,
        reach: here ?? `https://sns.${region}.amazonaws.com`,
        token: random.hex(256),
        confirmed: !needsConfirmation,
        authenticated: !needsConfirmation,
        ...set,
      };
      topic.subscriptions.set(subscription.arn, subscription);
      if (attributes['ReplayPolicy'] !== undefined) replay(subscription);
      if (protocol.startsWith('http')) ask(topic, subscription);
      else if (needsConfirmation)
        note(protocol, endpoint, 'AWS Notification - Subscription Confirmation', subscription.token);
      return subscription;
    },
    subscription: (arn) => {
      const subscription = find(arn);
      if (subscription === undefined) throw notFound('Subscription');
      return subscription;
    },
    confirm: (topicArn, token, authenticated) => {
      const subscription = [...at(topicArn).subscriptions.values()].find((each) => each.token === token);
      if (subscription === undefined) throw invalid('Token');
      if (!subscription.confirmed) {
        subscription.confirmed = true;
        subscription.authenticated = authenticated;
      }
      return subscription;
    },
    unsubscribe: (arn) => {
      const topic = topics.get(arn.slice(0, arn.lastIndexOf(':')));
      if (topic?.subscriptions.delete(arn) === true) topic.deletedSubscriptions += 1;
    },
  };
}

const NOWHERE = { resource: '', account: '', region: '' };

function isTopicName(name: string): boolean {
  return /^[\w-]{1,256}$/.test(name) || /^[\w-]{1,251}\.fifo$/.test(name);
}

function deduplicationIdOf({ attributes }: Topic, { message, deduplicationId }: Publication): string {
  if (deduplicationId !== undefined) return deduplicationId;
  if (attributes['ContentBasedDeduplication'] === 'true') return ofContent(message);
  throw notDeduplicated();
}

/** Creating a topic again is nothing, as long as nothing about it would be another. */
function unchanged(
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): Topic {
  const isOther = Object.entries(attributes).some(
    ([name, value]) => (topic.attributes[name] ?? (name === 'FifoTopic' ? 'false' : undefined)) !== value,
  );
  if (isOther) throw invalid('Attributes Reason: Topic already exists with different attributes');
  if (Object.entries(tags).some(([key, value]) => topic.tags.get(key) !== value)) {
    throw new Fault('InvalidParameter', 'Invalid parameter: Tags Reason: Topic already exists with different tags');
  }
  return topic;
}
