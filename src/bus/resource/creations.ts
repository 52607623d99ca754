import type { TargetPlace } from '../../rule/rule.ts';
import { functionName } from '../function-name.ts';
import { arnOf, type Account } from '../target-definition.ts';
import { type ArnOf, call, type Call, type Creation } from './creation.ts';
import type {
  ApiDestinationSpec,
  ConnectionSpec,
  EventSourceSpec,
  LogGroupSpec,
  QueueSpec,
  Resources,
  SubscriptionFilterSpec,
  SubscriptionSpec,
  TopicSpec,
} from './resources.ts';
import { newTable } from './table-creations.ts';
import { bucketsOf, newTrail, toldOf } from './trail-creations.ts';

/** Words what a configuration declares as AWS calls, in an order in which each finds what it names. Functions have to be there. */
export function toCreations(resources: Resources, account: Account): readonly Creation[] {
  const { queues = {}, topics = {}, streams = {}, logGroups = {}, stateMachines = {}, eventSources = [] } = resources;
  const { buckets = {}, trails = {} } = resources;
  const {
    buses = {},
    archives = {},
    connections = {},
    apiDestinations = {},
    taskDefinitions = {},
    tables = {},
  } = resources;
  const arn = (kind: TargetPlace, name: string): string => arnOf(kind, name, account);
  const role = (name: string): string => `arn:aws:iam::${account.account}:role/${name}`;
  return [
    ...each('buses', buses, (name) => [call('eventbridge', 'CreateEventBus', { Name: name })]),
    ...each('queues', queues, (name, spec) => [call('sqs', 'CreateQueue', newQueue(name, spec))]),
    // A queue may redrive to one that is declared below it.
    ...each('queues', queues, (name, { redrive }) => (redrive === undefined ? [] : [redrives(name, redrive, arn)])),
    ...each('streams', streams, (name, { shards = 1 }) => [
      call('kinesis', 'CreateStream', { StreamName: name, ShardCount: shards }),
    ]),
    ...each('topics', topics, (name, spec) => [call('sns', 'CreateTopic', newTopic(name, spec))]),
    ...each('logGroups', logGroups, (name, spec) => newLogGroup(name, spec)),
    ...each('stateMachines', stateMachines, (name, { definition, type = 'STANDARD' }) => [
      call('sfn', 'CreateStateMachine', {
        name,
        definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
        roleArn: role(name.slice(0, 64)),
        type,
      }),
    ]),
    ...each('tables', tables, newTable),
    ...each('taskDefinitions', taskDefinitions, (name, { containers }) => [
      call('ecs', 'RegisterTaskDefinition', { family: name, containerDefinitions: containers }),
    ]),
    ...each('connections', connections, (name, spec) => [
      call('eventbridge', 'CreateConnection', authorized(name, spec)),
    ]),
    ...each('apiDestinations', apiDestinations, (name, spec) => [newApiDestination(name, spec)]),
    ...each('archives', archives, (name, { bus = 'default', pattern, retentionDays }) => [
      call('eventbridge', 'CreateArchive', {
        ArchiveName: name,
        EventSourceArn: arn('bus', bus),
        ...(pattern !== undefined && { EventPattern: JSON.stringify(pattern) }),
        ...(retentionDays !== undefined && { RetentionDays: retentionDays }),
      }),
    ]),
    ...each('buckets', { ...bucketsOf(trails), ...buckets }, (name) => [call('s3', 'CreateBucket', { Bucket: name })]),
    // Before those who are told of files: what a trail leaves behind when it is made is none.
    ...each('trails', trails, (name, spec) => newTrail(name, spec, arn, role)),
    ...each('buckets', buckets, (name, spec) => [
      { ...call('s3', 'PutBucketNotificationConfiguration', toldOf(name, spec, arn)), within: 'notifications' },
    ]),
    ...each('topics', topics, (name, { subscriptions = [] }) =>
      subscriptions.map((subscription, index) => ({
        ...call('sns', 'Subscribe', subscribed(arn('topic', name), subscription, arn)),
        within: `subscriptions[${index}]`,
      })),
    ),
    ...each('logGroups', logGroups, (name, { subscriptionFilters = [] }) =>
      subscriptionFilters.map((filter, index) => ({
        ...call('cloudwatch-logs', 'PutSubscriptionFilter', shown(name, filter, index, arn)),
        within: `subscriptionFilters[${index}]`,
      })),
    ),
    ...eventSources.map((source, index) => ({
      ...call('lambda', 'CreateEventSourceMapping', fed(source, arn)),
      path: `eventSources[${index}]`,
    })),
  ];
}

function each<Spec>(
  member: keyof Resources,
  declared: Readonly<Record<string, Spec>>,
  calls: (name: string, spec: Spec) => readonly Call[],
): readonly Creation[] {
  return Object.entries(declared).flatMap(([name, spec]) =>
    calls(name, spec).map(({ within, ...rest }) => ({
      ...rest,
      path: `${member}.${name}${within === undefined ? '' : `.${within}`}`,
    })),
  );
}

function newQueue(name: string, { attributes }: QueueSpec): Readonly<Record<string, unknown>> {
  return {
    QueueName: name,
    Attributes: { ...(name.endsWith('.fifo') && { FifoQueue: 'true' }), ...texts(attributes) },
  };
}

function redrives(name: string, { queue, maxReceiveCount }: NonNullable<QueueSpec['redrive']>, arn: ArnOf): Call {
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('queue', queue), maxReceiveCount });
  return {
    service: 'sqs',
    operation: 'SetQueueAttributes',
    input: (outputs) => ({ QueueUrl: outputs.get(`queues.${name}`)?.['QueueUrl'], Attributes: { RedrivePolicy } }),
    within: 'redrive',
  };
}

function newTopic(name: string, { attributes }: TopicSpec): Readonly<Record<string, unknown>> {
  return { Name: name, Attributes: { ...(name.endsWith('.fifo') && { FifoTopic: 'true' }), ...texts(attributes) } };
}

function newLogGroup(name: string, { retentionInDays }: LogGroupSpec): readonly Call[] {
  const group = { logGroupName: name };
  return [
    call('cloudwatch-logs', 'CreateLogGroup', group),
    ...(retentionInDays === undefined
      ? []
      : [
          {
            ...call('cloudwatch-logs', 'PutRetentionPolicy', { ...group, retentionInDays }),
            within: 'retentionInDays',
          },
        ]),
  ];
}

function subscribed(TopicArn: string, spec: SubscriptionSpec, arn: ArnOf): Readonly<Record<string, unknown>> {
  const { rawMessageDelivery, filterPolicy, filterPolicyScope, deadLetterQueue } = spec;
  return {
    TopicArn,
    ...endpointOf(spec, arn),
    Attributes: {
      ...(rawMessageDelivery !== undefined && { RawMessageDelivery: String(rawMessageDelivery) }),
      ...(filterPolicyScope !== undefined && { FilterPolicyScope: filterPolicyScope }),
      ...(filterPolicy !== undefined && { FilterPolicy: JSON.stringify(filterPolicy) }),
      ...(deadLetterQueue !== undefined && {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('queue', deadLetterQueue) }),
      }),
      ...(spec.deliveryStream !== undefined && {
        SubscriptionRoleArn: `arn:aws:iam::${TopicArn.split(':')[4]}:role/${spec.deliveryStream}`,
      }),
    },
    ReturnSubscriptionArn: true,
  };
}

function endpointOf({ consumer, queue, deliveryStream, url = '' }: SubscriptionSpec, arn: ArnOf): object {
  if (consumer !== undefined) return { Protocol: 'lambda', Endpoint: arn('consumer', functionName(consumer)) };
  if (queue !== undefined) return { Protocol: 'sqs', Endpoint: arn('queue', queue) };
  if (deliveryStream !== undefined) return { Protocol: 'firehose', Endpoint: arn('deliveryStream', deliveryStream) };
  return { Protocol: new URL(url).protocol.slice(0, -1), Endpoint: url };
}

function shown(
  logGroupName: string,
  { consumer, stream, deliveryStream, name, filterPattern = '' }: SubscriptionFilterSpec,
  index: number,
  arn: ArnOf,
): Readonly<Record<string, unknown>> {
  const isFunction = consumer !== undefined;
  const destinationArn = isFunction
    ? arn('consumer', functionName(consumer))
    : stream === undefined
      ? arn('deliveryStream', deliveryStream ?? '')
      : arn('stream', stream);
  return {
    logGroupName,
    filterName: name ?? `filter-${index}`,
    filterPattern,
    destinationArn,
    ...(!isFunction && { roleArn: `arn:aws:iam::${destinationArn.split(':')[4]}:role/logs` }),
  };
}

function authorized(Name: string, { apiKey, basic, oauth }: ConnectionSpec): Readonly<Record<string, unknown>> {
  if (apiKey !== undefined) {
    const ApiKeyAuthParameters = { ApiKeyName: apiKey.name, ApiKeyValue: apiKey.value };
    return { Name, AuthorizationType: 'API_KEY', AuthParameters: { ApiKeyAuthParameters } };
  }
  if (basic !== undefined) {
    const BasicAuthParameters = { Username: basic.username, Password: basic.password };
    return { Name, AuthorizationType: 'BASIC', AuthParameters: { BasicAuthParameters } };
  }
  const {
    clientId,
    clientSecret,
    endpoint,
    method = 'POST',
  } = oauth ?? { clientId: '', clientSecret: '', endpoint: '' };
  const OAuthParameters = {
    ClientParameters: { ClientID: clientId, ClientSecret: clientSecret },
    AuthorizationEndpoint: endpoint,
    HttpMethod: method,
  };
  return { Name, AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS', AuthParameters: { OAuthParameters } };
}

function newApiDestination(Name: string, { url, method = 'POST', connection }: ApiDestinationSpec): Call {
  return {
    service: 'eventbridge',
    operation: 'CreateApiDestination',
    input: (outputs) => ({
      Name,
      ConnectionArn: outputs.get(`connections.${connection}`)?.['ConnectionArn'],
      InvocationEndpoint: url,
      HttpMethod: method,
    }),
  };
}

function fed(source: EventSourceSpec, arn: ArnOf): Readonly<Record<string, unknown>> {
  const { queue, stream = '', consumer, enabled, filters, reportBatchItemFailures, onFailure } = source;
  const given = {
    Enabled: enabled,
    BatchSize: source.batchSize,
    MaximumBatchingWindowInSeconds: source.maximumBatchingWindowInSeconds,
    ParallelizationFactor: source.parallelizationFactor,
    BisectBatchOnFunctionError: source.bisectBatchOnFunctionError,
    MaximumRetryAttempts: source.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: source.maximumRecordAgeInSeconds,
    StartingPosition: queue === undefined ? (source.startingPosition ?? 'TRIM_HORIZON') : source.startingPosition,
  };
  return {
    EventSourceArn: queue === undefined ? arn('stream', stream) : arn('queue', queue),
    FunctionName: functionName(consumer),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(reportBatchItemFailures === true && { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
    ...(filters !== undefined && {
      FilterCriteria: { Filters: filters.map((filter) => ({ Pattern: JSON.stringify(filter) })) },
    }),
    ...(onFailure !== undefined && { DestinationConfig: { OnFailure: { Destination: arn('queue', onFailure) } } }),
  };
}

/** Attributes are texts, whatever they say. */
function texts(attributes: Readonly<Record<string, string | number | boolean>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}
