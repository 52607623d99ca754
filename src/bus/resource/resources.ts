import type { Target } from '../../rule/rule.ts';

/**
 * What a configuration declares besides rules and consumers: what rules send to, and how it goes on from there.
 *
 * Queues, topics, streams, delivery streams, log groups and buses need no declaration where a name says it all: whatever is
 * named is made. Names here are those of AWS, and so are the members, in lower camel case.
 */
export interface Resources {
  readonly queues?: Readonly<Record<string, QueueSpec>>;
  readonly topics?: Readonly<Record<string, TopicSpec>>;
  readonly streams?: Readonly<Record<string, StreamSpec>>;
  readonly logGroups?: Readonly<Record<string, LogGroupSpec>>;
  readonly buckets?: Readonly<Record<string, BucketSpec>>;
  /** What CloudTrail writes of the scenario's records, minutes after each. */
  readonly trails?: Readonly<Record<string, TrailSpec>>;
  readonly stateMachines?: Readonly<Record<string, StateMachineSpec>>;
  /** What consumers are fed with besides the targets of rules: Lambda's event source mappings. */
  readonly eventSources?: readonly EventSourceSpec[];
  /** Rules that go by the clock. They run from the scenario's start to its end: its last event, or what it waits for after that. */
  readonly schedules?: Readonly<Record<string, ScheduleSpec>>;
  readonly buses?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly archives?: Readonly<Record<string, ArchiveSpec>>;
  readonly connections?: Readonly<Record<string, ConnectionSpec>>;
  readonly apiDestinations?: Readonly<Record<string, ApiDestinationSpec>>;
  /** Managed instances by their ids, with the tags that commands find them by. */
  readonly instances?: Readonly<Record<string, InstanceSpec>>;
  /** How commands end that run a document of Systems Manager; all others succeed at once. */
  readonly documents?: Readonly<Record<string, DocumentSpec>>;
  /** Tables of DynamoDB. One that a consumer names exists as well, with the key that its calls show; declared, it is what you say. */
  readonly tables?: Readonly<Record<string, TableSpec>>;
  /** Task definitions by their families. Every cluster that is named exists. */
  readonly taskDefinitions?: Readonly<Record<string, TaskDefinitionSpec>>;
}

/** A queue; its name says whether it is FIFO. */
export interface QueueSpec {
  /** As CreateQueue takes them, such as `VisibilityTimeout: 30`. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Where a message goes that has been received too often. */
  readonly redrive?: { readonly queue: string; readonly maxReceiveCount: number };
}

/** A topic, with those it tells. */
export interface TopicSpec {
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly subscriptions?: readonly SubscriptionSpec[];
}

/** Whom a topic tells: exactly one of the places, by its name, or an HTTP endpoint on this machine. */
export interface SubscriptionSpec {
  readonly consumer?: string;
  readonly queue?: string;
  readonly deliveryStream?: string;
  readonly url?: string;
  readonly rawMessageDelivery?: boolean;
  readonly filterPolicy?: Readonly<Record<string, unknown>>;
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  /** The queue of what cannot be delivered. */
  readonly deadLetterQueue?: string;
}

/** A data stream, of one shard unless told. */
export interface StreamSpec {
  readonly shards?: number;
}

/** A log group, with those who are shown what is written to it. */
export interface LogGroupSpec {
  readonly retentionInDays?: number;
  readonly subscriptionFilters?: readonly SubscriptionFilterSpec[];
}

/** Who is shown the log events that a filter pattern matches (all, unless told): exactly one of the places. */
export interface SubscriptionFilterSpec {
  readonly consumer?: string;
  readonly stream?: string;
  readonly deliveryStream?: string;
  readonly name?: string;
  readonly filterPattern?: string;
}

/** A bucket, with those it tells of its objects. */
export interface BucketSpec {
  readonly notifications?: readonly NotificationSpec[];
  /** Whether the default bus has events of its objects; not unless told. */
  readonly eventBridge?: boolean;
}

/** Whom a bucket tells: exactly one of the places. */
export interface NotificationSpec {
  readonly consumer?: string;
  readonly queue?: string;
  readonly topic?: string;
  /** `s3:ObjectCreated:*` unless told. */
  readonly events?: readonly string[];
  /** Of the keys that are told of: how they begin, and how they end. */
  readonly prefix?: string;
  readonly suffix?: string;
  readonly id?: string;
}

/** A trail, which logs from the beginning. Its bucket, topic and log group need no declaration. */
export interface TrailSpec {
  readonly bucket: string;
  readonly keyPrefix?: string;
  readonly topic?: string;
  readonly logGroup?: string;
  readonly kmsKeyId?: string;
  readonly includeGlobalServiceEvents?: boolean;
  readonly isMultiRegionTrail?: boolean;
  /** Files lie below `o-exampleorgid` then, and those of other accounts beside them. */
  readonly isOrganizationTrail?: boolean;
  /** Whether it writes digest files. */
  readonly enableLogFileValidation?: boolean;
  /** As PutEventSelectors takes them, in lower camel case: `{ excludeManagementEventSources: ['kms.amazonaws.com'] }`. */
  readonly eventSelectors?: readonly EventSelectorSpec[];
  readonly advancedEventSelectors?: readonly AdvancedEventSelectorSpec[];
}

/** Which events a trail logs. */
export interface EventSelectorSpec {
  readonly readWriteType?: 'All' | 'ReadOnly' | 'WriteOnly';
  readonly includeManagementEvents?: boolean;
  readonly excludeManagementEventSources?: readonly string[];
}

/** Which events a trail logs, by conditions that all have to hold. */
export interface AdvancedEventSelectorSpec {
  readonly name?: string;
  readonly fieldSelectors: readonly {
    readonly field: string;
    readonly equals?: readonly string[];
    readonly startsWith?: readonly string[];
    readonly endsWith?: readonly string[];
    readonly notEquals?: readonly string[];
    readonly notStartsWith?: readonly string[];
    readonly notEndsWith?: readonly string[];
  }[];
}

/** A state machine. */
export interface StateMachineSpec {
  /** Amazon States Language: an object, or the path of a JSON file, relative to the configuration. */
  readonly definition: string | Readonly<Record<string, unknown>>;
  /** STANDARD unless told. Only EXPRESS can be run with StartSyncExecution. */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** A queue or a stream that Lambda polls for a consumer. */
export interface EventSourceSpec {
  readonly queue?: string;
  readonly stream?: string;
  readonly consumer: string;
  readonly enabled?: boolean;
  /** 10 messages or 100 records unless told. */
  readonly batchSize?: number;
  readonly maximumBatchingWindowInSeconds?: number;
  /** That the consumer answers with `batchItemFailures`. */
  readonly reportBatchItemFailures?: boolean;
  /** Patterns of which a record has to match one. */
  readonly filters?: readonly Readonly<Record<string, unknown>>[];
  /** Of a stream: TRIM_HORIZON unless told. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly parallelizationFactor?: number;
  readonly bisectBatchOnFunctionError?: boolean;
  readonly maximumRetryAttempts?: number;
  readonly maximumRecordAgeInSeconds?: number;
  /** Of a stream: the queue that is told of batches nobody could process. */
  readonly onFailure?: string;
}

/** A rule that goes by the clock. */
export interface ScheduleSpec {
  /** `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC. */
  readonly expression: string;
  readonly state?: 'ENABLED' | 'DISABLED';
  /** The bare name of a consumer, or a place with its options. */
  readonly targets: readonly (string | Target)[];
}

/** What keeps the events of a bus, so that they can be replayed. */
export interface ArchiveSpec {
  /** The default bus unless told. */
  readonly bus?: string;
  readonly pattern?: Readonly<Record<string, unknown>>;
  readonly retentionDays?: number;
}

/** How API destinations say who calls: exactly one of them. */
export interface ConnectionSpec {
  readonly apiKey?: { readonly name: string; readonly value: string };
  readonly basic?: { readonly username: string; readonly password: string };
  readonly oauth?: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly endpoint: string;
    readonly method?: 'GET' | 'POST' | 'PUT';
  };
}

/** An HTTP endpoint on this machine that rules send to, as `apiDestination: 'its name'`. */
export interface ApiDestinationSpec {
  readonly url: string;
  readonly method?: 'POST' | 'GET' | 'HEAD' | 'OPTIONS' | 'PUT' | 'PATCH' | 'DELETE';
  readonly connection: string;
}

/** A managed instance. */
export interface InstanceSpec {
  readonly tags?: Readonly<Record<string, string>>;
}

/** How commands with a document end; nothing is really run. */
export interface DocumentSpec {
  readonly status?: 'Success' | 'Failed' | 'TimedOut';
  readonly responseCode?: number;
  readonly output?: string;
  readonly error?: string;
  /** How long they take; no time unless told. */
  readonly after?: string;
}

/** What RegisterTaskDefinition is given, and how its tasks end. */
export interface TaskDefinitionSpec {
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly [member: string]: unknown;
  }[];
  /** When and how tasks stop by themselves; unless told they run until they are stopped. */
  readonly ends?: { readonly after: string; readonly exitCode?: number; readonly reason?: string };
}

/** A table of DynamoDB, billed by request. */
export interface TableSpec {
  readonly partitionKey: TableKey;
  readonly sortKey?: TableKey;
  /** The attribute that says when an item expires, in seconds since 1970. */
  readonly timeToLive?: string;
  /** Global secondary indexes by their names. */
  readonly indexes?: Readonly<Record<string, TableIndexSpec>>;
  /** What is in it from the beginning, as plain values. */
  readonly items?: readonly Readonly<Record<string, unknown>>[];
}

/** An attribute that is part of a key: its name, where it is a text. */
export type TableKey = string | { readonly name: string; readonly type: 'S' | 'N' | 'B' };

/** A global secondary index. It has all attributes unless told which. */
export interface TableIndexSpec {
  readonly partitionKey: TableKey;
  readonly sortKey?: TableKey;
  readonly projection?: 'ALL' | 'KEYS_ONLY' | readonly string[];
}
