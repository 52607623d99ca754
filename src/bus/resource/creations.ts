import type { TargetPlace } from '../../rule/rule.ts';
import { functionName } from '../function-name.ts';
import { arnOf, type Account, capital } from '../target-definition.ts';
import type {
  ApiDestinationSpec,
  BucketSpec,
  ConnectionSpec,
  EventSourceSpec,
  LogGroupSpec,
  QueueSpec,
  Resources,
  SubscriptionFilterSpec,
  SubscriptionSpec,
  TopicSpec,
  TrailSpec,
} from './resources.ts';

/** One AWS call that makes a part of what a configuration declares. */
export interface Creation {
  /** Where the configuration declares it, such as `queues.deploys`. */
  readonly path: string;
  /** By the names that SDK clients give to both. */
  readonly service: string;
  readonly operation: string;
  /** What the call is given; ids that an earlier call has drawn come from its output. */
  readonly input: (
    outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  ) => Readonly<Record<string, unknown>>;
}

/** Words what a configuration declares as AWS calls, in an order in which each finds what it names. Functions have to be there. */
export function toCreations(resources: Resources, account: Account): readonly Creation[] {
  const { queues = {}, topics = {}, streams = {}, logGroups = {}, stateMachines = {}, eventSources = [] } = resources;
  const { buckets = {}, trails = {} } = resources;
  const { buses = {}, archives = {}, connections = {}, apiDestinations = {}, taskDefinitions = {} } = resources;
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

type Call = Omit<Creation, 'path'> & {
  /** Where within the declaration. */
  readonly within?: string;
};

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

function call(service: string, operation: string, input: Readonly<Record<string, unknown>>): Omit<Creation, 'path'> {
  return { service, operation, input: () => input };
}

type ArnOf = (kind: TargetPlace, name: string) => string;

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

function bucketsOf(trails: NonNullable<Resources['trails']>): Readonly<Record<string, BucketSpec>> {
  return Object.fromEntries(Object.values(trails).map(({ bucket }) => [bucket, {}]));
}

function newTrail(Name: string, spec: TrailSpec, arn: ArnOf, role: (name: string) => string): readonly Call[] {
  const { bucket, keyPrefix, topic, logGroup, kmsKeyId, eventSelectors, advancedEventSelectors } = spec;
  return [
    call('cloudtrail', 'CreateTrail', {
      Name,
      S3BucketName: bucket,
      ...(keyPrefix !== undefined && { S3KeyPrefix: keyPrefix }),
      ...(topic !== undefined && { SnsTopicName: arn('topic', topic) }),
      ...(logGroup !== undefined && {
        CloudWatchLogsLogGroupArn: `${arn('logGroup', logGroup)}:*`,
        CloudWatchLogsRoleArn: role('cloudtrail'),
      }),
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
      IncludeGlobalServiceEvents: spec.includeGlobalServiceEvents ?? true,
      IsMultiRegionTrail: spec.isMultiRegionTrail ?? false,
      IsOrganizationTrail: spec.isOrganizationTrail ?? false,
      EnableLogFileValidation: spec.enableLogFileValidation ?? false,
    }),
    ...(eventSelectors === undefined
      ? []
      : [
          {
            ...call('cloudtrail', 'PutEventSelectors', {
              TrailName: Name,
              EventSelectors: eventSelectors.map(capital),
            }),
            within: 'eventSelectors',
          },
        ]),
    ...(advancedEventSelectors === undefined
      ? []
      : [
          {
            ...call('cloudtrail', 'PutEventSelectors', {
              TrailName: Name,
              AdvancedEventSelectors: advancedEventSelectors.map(({ name, fieldSelectors }) => ({
                ...(name !== undefined && { Name: name }),
                FieldSelectors: fieldSelectors.map(capital),
              })),
            }),
            within: 'advancedEventSelectors',
          },
        ]),
    call('cloudtrail', 'StartLogging', { Name }),
  ];
}

/** What is there already when a scenario begins is told of nothing: neither queue nor topic gets S3's test message. */
function toldOf(Bucket: string, spec: BucketSpec, arn: ArnOf): Readonly<Record<string, unknown>> {
  const { notifications = [], eventBridge = false } = spec;
  const configurations = (place: 'consumer' | 'queue' | 'topic', member: string): readonly object[] =>
    notifications.flatMap((notification, index) => {
      const { [place]: name, events = ['s3:ObjectCreated:*'], prefix, suffix, id } = notification;
      if (name === undefined) return [];
      const rules = [
        ...(prefix === undefined ? [] : [{ Name: 'prefix', Value: prefix }]),
        ...(suffix === undefined ? [] : [{ Name: 'suffix', Value: suffix }]),
      ];
      return [
        {
          Id: id ?? `notification-${index}`,
          [member]: arn(place, place === 'consumer' ? functionName(name) : name),
          Events: events,
          ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
        },
      ];
    });
  return {
    Bucket,
    NotificationConfiguration: {
      LambdaFunctionConfigurations: configurations('consumer', 'LambdaFunctionArn'),
      QueueConfigurations: configurations('queue', 'QueueArn'),
      TopicConfigurations: configurations('topic', 'TopicArn'),
      ...(eventBridge && { EventBridgeConfiguration: {} }),
    },
    SkipDestinationValidation: true,
  };
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
