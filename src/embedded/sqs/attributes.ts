import type { Milliseconds } from '../../clock.ts';
import { sqsFault } from './faults.ts';
import { readRedrive, type Redrive } from './redrive.ts';

/** A queue's settings as AWS words them: every value is a string. */
export type Attributes = Readonly<Record<string, string>>;

/** The same settings as the queue goes by them. */
export interface Settings {
  readonly delay: Milliseconds;
  readonly largestMessage: number;
  readonly retention: Milliseconds;
  readonly wait: Milliseconds;
  readonly visibility: Milliseconds;
  readonly redrive: Redrive | undefined;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicatesByGroup: boolean;
}

/** Whole numbers, from and to; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RANGE: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  // 1 MiB since August 2025; 256 KiB before.
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

const CHOICE: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoQueue: ['true', 'false'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

const FREE = new Set(['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

const FIFO_ONLY = new Set(['ContentBasedDeduplication', 'DeduplicationScope', 'FifoQueue', 'FifoThroughputLimit']);

/** What AWS works out itself: it can be asked for and not be set. */
const WORKED_OUT = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

const STANDARD: Attributes = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

/** What a queue has that nobody has told otherwise. */
export function defaultsOf(fifo: boolean): Attributes {
  if (!fifo) return STANDARD;
  return {
    ...STANDARD,
    FifoQueue: 'true',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
    ContentBasedDeduplication: 'false',
  };
}

/** Whether an attribute of that name can be asked for. */
export function isAttributeName(name: string): boolean {
  return name in RANGE || name in CHOICE || FREE.has(name) || WORKED_OUT.includes(name);
}

/** Throws AWS's error for the first of the given attributes that such a queue cannot have. */
export function checkAttributes(attributes: Attributes, fifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isAttributeName(name) || WORKED_OUT.includes(name)) throw unknownAttribute(name);
    if (!fifo && FIFO_ONLY.has(name)) {
      throw name === 'FifoQueue' || name === 'ContentBasedDeduplication'
        ? unknownAttribute(name)
        : sqsFault('InvalidAttributeName', `You can specify the ${name} only when FifoQueue is set to true.`);
    }
    // An empty value takes a policy or a key away.
    if (value === '' && FREE.has(name)) continue;
    if (!isAllowed(name, value)) throw invalidValue(name);
  }
}

export function unknownAttribute(name: string): Error {
  return sqsFault('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

export function invalidValue(name: string): Error {
  return sqsFault('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function isAllowed(name: string, value: string): boolean {
  const range = RANGE[name];
  if (range !== undefined) return /^\d{1,10}$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1];
  if (name === 'Policy') return isJsonObject(value);
  const choice = CHOICE[name];
  return choice === undefined || choice.includes(value) || choice.includes(value.toLowerCase());
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

export function settingsOf(attributes: Attributes): Settings {
  const seconds = (name: string): Milliseconds => Number(attributes[name]) * 1000;
  const policy = attributes['RedrivePolicy'];
  return {
    delay: seconds('DelaySeconds'),
    largestMessage: Number(attributes['MaximumMessageSize']),
    retention: seconds('MessageRetentionPeriod'),
    wait: seconds('ReceiveMessageWaitTimeSeconds'),
    visibility: seconds('VisibilityTimeout'),
    redrive: policy === undefined ? undefined : readRedrive(policy),
    contentBasedDeduplication: attributes['ContentBasedDeduplication']?.toLowerCase() === 'true',
    deduplicatesByGroup: attributes['DeduplicationScope'] === 'messageGroup',
  };
}
