import type { Scene } from '../scene.ts';
import { confirmationRequest } from './envelope.ts';
import { invalid } from './faults.ts';
import type { Post } from './neighbours.ts';
import { type Subscription, withAttributes } from './subscription.ts';
import { sealOf, type Topic } from './topic.ts';
import { domainOf } from '../partition.ts';

/** Who wants to subscribe, and how. */
export interface Application {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the subscriber can reach this AWS. */
  readonly at: string | undefined;
}

/** How somebody comes to be told what is published to a topic. */
export interface Subscribing {
  subscribe(topic: Topic, application: Application): Subscription;
  confirm(topic: Topic, token: string, authenticated: boolean): Subscription;
}

/** Whom subscribing has to do with. */
interface Company {
  readonly post: Post;
  /** Writes to people. */
  note(protocol: string, endpoint: string, subject: string, message: string): void;
  replay(topic: Topic, subscription: Subscription): void;
}

/** Opens an account in which nobody subscribes. */
export function openSubscribing(scene: Scene, company: Company): Subscribing {
  const { region, random, agenda } = scene;

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
      await company.post(subscription.endpoint, headers, body).catch(() => undefined);
    });
  }

  function subscribe(topic: Topic, { protocol, endpoint, attributes, at: here }: Application): Subscription {
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
      reach: here ?? `https://sns.${region}.${domainOf(region)}`,
      token: random.hex(256),
      confirmed: !needsConfirmation,
      authenticated: !needsConfirmation,
      ...set,
    };
    topic.subscriptions.set(subscription.arn, subscription);
    if (attributes['ReplayPolicy'] !== undefined) company.replay(topic, subscription);
    if (protocol.startsWith('http')) ask(topic, subscription);
    else if (needsConfirmation)
      company.note(protocol, endpoint, 'AWS Notification - Subscription Confirmation', subscription.token);
    return subscription;
  }

  function confirm(topic: Topic, token: string, authenticated: boolean): Subscription {
    const subscription = [...topic.subscriptions.values()].find((each) => each.token === token);
    if (subscription === undefined) throw invalid('Token');
    if (!subscription.confirmed) {
      subscription.confirmed = true;
      subscription.authenticated = authenticated;
    }
    return subscription;
  }

  return { subscribe, confirm };
}
