import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import type { Scene } from '../scene.ts';
import type { Input, Operation } from '../service.ts';
import { invalid } from './faults.ts';
import { entries, optional, paged } from './read.ts';
import { withAttributes, type Subscription } from './subscription.ts';
import { DELIVERY_POLICY } from './topic-attributes.ts';
import type { Topics } from './topics.ts';

const PROTOCOLS = new Set(['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']);

/** The operations on who gets what is published. */
export function subscriptionOperations(topics: Topics, { account }: Scene): Readonly<Record<string, Operation>> {
  const listed = (subscription: Subscription): object => ({
    SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
    Owner: account,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  });

  return {
    Subscribe: (input, asked) => {
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const protocol = optional(input, 'Protocol') ?? '';
      const endpoint = endpointOf(input, protocol);
      if (endpoint.endsWith('.fifo') && !topic.fifo) {
        throw invalid(
          'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
        );
      }
      const attributes = entries(input['Attributes']);
      const subscription = topics.subscribe(topic, { protocol, endpoint, attributes, at: asked?.endpoint });
      const isTold = subscription.confirmed || String(input['ReturnSubscriptionArn']) === 'true';
      return { SubscriptionArn: isTold ? subscription.arn : 'pending confirmation' };
    },
    ConfirmSubscription: (input) => {
      const authenticated = String(input['AuthenticateOnUnsubscribe']) === 'true';
      const token = optional(input, 'Token') ?? '';
      return { SubscriptionArn: topics.confirm(optional(input, 'TopicArn') ?? '', token, authenticated).arn };
    },
    Unsubscribe: (input) => {
      const arn = optional(input, 'SubscriptionArn');
      if (arn === undefined) throw invalid('SubscriptionArn Reason: no value for required parameter');
      const count = arn.split(':').length;
      if (count < 6) throw invalid(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${count}`);
      if (count < 7) throw invalid('SubscriptionId');
      topics.unsubscribe(arn);
    },
    ListSubscriptions: (input) => {
      const all = [...topics.all()].flatMap((topic) => [...topic.subscriptions.values()]);
      const { page, next } = paged(all.map(listed), optional(input, 'NextToken'));
      return { Subscriptions: page, NextToken: next };
    },
    ListSubscriptionsByTopic: (input) => {
      const { subscriptions } = topics.at(optional(input, 'TopicArn') ?? '');
      const { page, next } = paged([...subscriptions.values()].map(listed), optional(input, 'NextToken'));
      return { Subscriptions: page, NextToken: next };
    },
    GetSubscriptionAttributes: (input) => {
      const subscription = topics.subscription(optional(input, 'SubscriptionArn') ?? '');
      const { protocol, endpoint, topicArn, arn, confirmed, authenticated, attributes } = subscription;
      return {
        Attributes: {
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Owner: account,
          SubscriptionPrincipal: `arn:aws:iam::${account}:role/rehearsal`,
          PendingConfirmation: String(!confirmed),
          ConfirmationWasAuthenticated: String(authenticated),
          RawMessageDelivery: 'false',
          ...(protocol.startsWith('http') && { EffectiveDeliveryPolicy: DELIVERY_POLICY }),
          ...(attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
          ...attributes,
          ...(subscription.replay !== undefined && { ReplayStatus: subscription.replay }),
        },
      };
    },
    SetSubscriptionAttributes: (input) => {
      const subscription = topics.subscription(optional(input, 'SubscriptionArn') ?? '');
      const given = { [optional(input, 'AttributeName') ?? '']: optional(input, 'AttributeValue') ?? '' };
      Object.assign(subscription, withAttributes(subscription.attributes, given, subscription, 'Set'));
      if (given['ReplayPolicy'] !== undefined) topics.replay(subscription);
    },
  };
}

function endpointOf(input: Input, protocol: string): string {
  const endpoint = optional(input, 'Endpoint');
  if (endpoint === undefined) throw new Fault('NotFound', 'Endpoint not specified in subscription', 404);
  if (!PROTOCOLS.has(protocol)) throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (protocol.startsWith('http') && !endpoint.startsWith(`${protocol}://`)) {
    throw invalid('Endpoint must match the specified protocol');
  }
  if (protocol === 'sqs' && parseArn(endpoint)?.service !== 'sqs') throw invalid('SQS endpoint ARN');
  if (protocol === 'lambda' && parseArn(endpoint)?.service !== 'lambda') throw invalid('Lambda endpoint ARN');
  if (protocol === 'sms' && !/^\+?[1-9]\d{1,14}$/.test(endpoint)) {
    throw new Fault('InvalidParameter', `Invalid SMS endpoint: ${endpoint}`);
  }
  return endpoint;
}
