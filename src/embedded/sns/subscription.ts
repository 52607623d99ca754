import { parseArn } from '../arn.ts';
import { readReplayPolicy } from './archive.ts';
import { invalid } from './faults.ts';
import { compileFilter, type Filter, type FilterScope } from './filter-policy.ts';
import { parseObject } from './read.ts';

/** Somebody who wants what is published to a topic. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Where the subscriber reaches this AWS: what the links in its messages begin with. */
  readonly reach: string;
  /** What confirms it. */
  readonly token: string;
  /** Nothing is delivered before it is confirmed. */
  confirmed: boolean;
  /** Whether whoever confirmed it was known to AWS. */
  authenticated: boolean;
  attributes: Readonly<Record<string, string>>;
  filter: Filter;
  /** How getting messages again is going, once that was asked for. */
  replay?: 'Pending' | 'Completed';
}

const NAMES = new Set([
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
]);

/** The attributes of a subscription with some set anew. Throws AWS's error for one that it cannot have. */
export function withAttributes(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  subscription: Pick<Subscription, 'topicArn' | 'endpoint'>,
  during: 'Subscribe' | 'Set',
): Pick<Subscription, 'attributes' | 'filter'> {
  const refuse = (words: string): Error => invalid(during === 'Subscribe' ? `Attributes Reason: ${words}` : words);
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(given)) {
    if (!NAMES.has(name)) throw refuse('AttributeName');
    if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
      throw refuse(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
    }
    if (name === 'RawMessageDelivery' && !/^(?:true|false)$/i.test(value)) {
      throw refuse(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    }
    if (name === 'ReplayPolicy' && value !== '') {
      if (!subscription.topicArn.endsWith('.fifo'))
        throw refuse('ReplayPolicy: can only be set for subscriptions to FIFO topics');
      readReplayPolicy(value, refuse);
    }
    if (name === 'RedrivePolicy' && value !== '') checkRedrive(value, subscription, refuse);
    if (value === '') delete after[name];
    else after[name] = name === 'RawMessageDelivery' ? value.toLowerCase() : value;
  }
  const scope = (after['FilterPolicyScope'] ?? 'MessageAttributes') as FilterScope;
  const policy = after['FilterPolicy'];
  return { attributes: after, filter: policy === undefined ? () => true : compileFilter(policy, scope, during) };
}

function checkRedrive(
  text: string,
  { topicArn, endpoint }: Pick<Subscription, 'topicArn' | 'endpoint'>,
  refuse: (words: string) => Error,
): void {
  const policy = parseObject(text);
  if (policy === undefined) throw refuse('RedrivePolicy: failed to parse JSON.');
  const target = policy['deadLetterTargetArn'];
  const arn = typeof target === 'string' ? parseArn(target) : undefined;
  if (arn === undefined) throw refuse('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  const isFifo = topicArn.endsWith('.fifo') && endpoint.endsWith('.fifo');
  if (isFifo && !(arn.service === 'sqs' && arn.resource.endsWith('.fifo'))) {
    throw refuse('RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.');
  }
}

/** Where messages go that cannot be delivered. */
export function deadLetterQueueOf({ attributes }: Subscription): string | undefined {
  const policy = attributes['RedrivePolicy'];
  const target = policy === undefined ? undefined : parseObject(policy)?.['deadLetterTargetArn'];
  return typeof target === 'string' ? target : undefined;
}

export function isRaw({ attributes }: Subscription): boolean {
  return attributes['RawMessageDelivery'] === 'true';
}
