import type {
  ApiDestinationSpec,
  ArchiveSpec,
  BucketSpec,
  ConnectionSpec,
  DocumentSpec,
  EventSourceSpec,
  InstanceSpec,
  LogGroupSpec,
  NotificationSpec,
  QueueSpec,
  Resources,
  ScheduleSpec,
  StateMachineSpec,
  StreamSpec,
  SubscriptionFilterSpec,
  SubscriptionSpec,
  TaskDefinitionSpec,
  TopicSpec,
} from '../bus/resource/resources.ts';
import {
  type Check,
  type ChecksOf,
  described,
  duration,
  each,
  exactlyOne,
  isRecord,
  list,
  name,
  named,
  object,
  oneOf,
  optional,
  plain,
  shape,
  text,
  truth,
  wanted,
  whole,
} from './config-checks.ts';
import { table } from './config-tables.ts';
import { targets } from './config-targets.ts';
import { trail } from './config-trails.ts';

const scalar = wanted('a text, a number, true or false', (value) =>
  ['string', 'number', 'boolean'].includes(typeof value),
);
const attributes = optional(each(scalar));
const url = wanted(
  'an address on this machine, such as "http://127.0.0.1:8080/hook"',
  (value) => typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value),
);
const expression = wanted(
  '"rate(5 minutes)" or "cron(0 12 * * ? *)"',
  (value) => typeof value === 'string' && /^(?:rate|cron)\(.+\)$/.test(value),
);

const subscription = exactlyOne(
  ['consumer', 'queue', 'deliveryStream', 'url'],
  shape({
    consumer: optional(name),
    queue: optional(name),
    deliveryStream: optional(name),
    url: optional(url),
    rawMessageDelivery: optional(truth),
    filterPolicy: optional(object),
    filterPolicyScope: optional(oneOf('MessageAttributes', 'MessageBody')),
    deadLetterQueue: optional(name),
  } satisfies ChecksOf<SubscriptionSpec>),
);

const subscriptionFilter = exactlyOne(
  ['consumer', 'stream', 'deliveryStream'],
  shape({
    consumer: optional(name),
    stream: optional(name),
    deliveryStream: optional(name),
    name: optional(name),
    filterPattern: optional(text),
  } satisfies ChecksOf<SubscriptionFilterSpec>),
);

const notification = exactlyOne(
  ['consumer', 'queue', 'topic'],
  shape({
    consumer: optional(name),
    queue: optional(name),
    topic: optional(name),
    events: optional(list(name)),
    prefix: optional(text),
    suffix: optional(text),
    id: optional(name),
  } satisfies ChecksOf<NotificationSpec>),
);

const eventSource = exactlyOne(
  ['queue', 'stream'],
  shape({
    queue: optional(name),
    stream: optional(name),
    consumer: name,
    enabled: optional(truth),
    batchSize: optional(whole),
    maximumBatchingWindowInSeconds: optional(whole),
    reportBatchItemFailures: optional(truth),
    filters: optional(list(object)),
    startingPosition: optional(oneOf('TRIM_HORIZON', 'LATEST')),
    parallelizationFactor: optional(whole),
    bisectBatchOnFunctionError: optional(truth),
    maximumRetryAttempts: optional(whole),
    maximumRecordAgeInSeconds: optional(whole),
    onFailure: optional(name),
  } satisfies ChecksOf<EventSourceSpec>),
);

const connection = exactlyOne(
  ['apiKey', 'basic', 'oauth'],
  shape({
    apiKey: optional(shape({ name: text, value: text })),
    basic: optional(shape({ username: text, password: text })),
    oauth: optional(
      shape({ clientId: text, clientSecret: text, endpoint: url, method: optional(oneOf('GET', 'POST', 'PUT')) }),
    ),
  } satisfies ChecksOf<ConnectionSpec>),
);

const definition: Check = (value, path) =>
  (typeof value === 'string' && value !== '') || isRecord(value)
    ? plain(value, path)
    : [{ path, words: `is ${described(value)}, wanted a state machine, or the path of its JSON file` }];

/** A container's own members are ECS's to judge. */
const container: Check = (value, path) => [
  ...object(value, path),
  ...(isRecord(value) ? ['name', 'image'] : []).flatMap((member) =>
    name(Reflect.get(value as object, member), `${path}.${member}`),
  ),
];

/** What can be declared besides rules and consumers, each with what it has to be. */
export const RESOURCES: ChecksOf<Resources> = {
  queues: optional(
    each(
      shape({
        attributes,
        redrive: optional(shape({ queue: name, maxReceiveCount: whole })),
      } satisfies ChecksOf<QueueSpec>),
    ),
  ),
  topics: optional(
    each(shape({ attributes, subscriptions: optional(list(subscription)) } satisfies ChecksOf<TopicSpec>)),
  ),
  streams: optional(each(shape({ shards: optional(whole) } satisfies ChecksOf<StreamSpec>))),
  logGroups: optional(
    each(
      shape({
        retentionInDays: optional(whole),
        subscriptionFilters: optional(list(subscriptionFilter)),
      } satisfies ChecksOf<LogGroupSpec>),
    ),
  ),
  buckets: optional(
    each(
      shape({
        notifications: optional(list(notification)),
        eventBridge: optional(truth),
      } satisfies ChecksOf<BucketSpec>),
    ),
  ),
  trails: optional(each(trail)),
  stateMachines: optional(
    each(shape({ definition, type: optional(oneOf('STANDARD', 'EXPRESS')) } satisfies ChecksOf<StateMachineSpec>)),
  ),
  eventSources: optional(list(eventSource)),
  schedules: optional(
    each(
      shape({ expression, state: optional(oneOf('ENABLED', 'DISABLED')), targets } satisfies ChecksOf<ScheduleSpec>),
    ),
  ),
  buses: optional(each(shape({}))),
  archives: optional(
    each(
      shape({
        bus: optional(name),
        pattern: optional(object),
        retentionDays: optional(whole),
      } satisfies ChecksOf<ArchiveSpec>),
    ),
  ),
  connections: optional(each(connection)),
  apiDestinations: optional(
    each(
      shape({
        url,
        method: optional(oneOf('POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE')),
        connection: name,
      } satisfies ChecksOf<ApiDestinationSpec>),
    ),
  ),
  instances: optional(
    named(
      /^(?:i-(?:[0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/,
      'the id of an instance, such as "i-0123456789abcdef0"',
      shape({ tags: optional(each(text)) } satisfies ChecksOf<InstanceSpec>),
    ),
  ),
  documents: optional(
    each(
      shape({
        status: optional(oneOf('Success', 'Failed', 'TimedOut')),
        responseCode: optional(whole),
        output: optional(text),
        error: optional(text),
        after: optional(duration),
      } satisfies ChecksOf<DocumentSpec>),
    ),
  ),
  tables: optional(each(table)),
  taskDefinitions: optional(
    each(
      shape({
        containers: list(container),
        ends: optional(shape({ after: duration, exitCode: optional(whole), reason: optional(text) })),
      } satisfies ChecksOf<TaskDefinitionSpec>),
    ),
  ),
};

/** The members of a configuration that declare resources. */
export const RESOURCE_NAMES = Object.keys(RESOURCES) as readonly (keyof Resources)[];
