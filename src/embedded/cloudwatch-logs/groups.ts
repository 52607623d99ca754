import { Fault } from '../../wire/fault.ts';
import { sizeOf, type LogGroup, type LogStream } from './log-group.ts';
import type { LogGroups } from './log-groups.ts';
import { page, type Paged } from './page.ts';

type TagMap = Readonly<Record<string, string>>;

/** The group whose events a key encrypts: by name, or by ARN as other resources are. */
interface KeyInput {
  readonly logGroupName?: string;
  readonly resourceIdentifier?: string;
}

/** The lengths of retention that there are, in days. */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Log groups and streams: what creates, describes, retains, tags and deletes them. */
export function groupOperations(groups: LogGroups) {
  function createLogGroup(input: {
    readonly logGroupName: string;
    readonly kmsKeyId?: string;
    readonly tags?: TagMap;
    readonly logGroupClass?: string;
  }): void {
    const group = groups.create(input.logGroupName, { logGroupClass: input.logGroupClass });
    if (input.kmsKeyId !== undefined) group.kmsKeyId = input.kmsKeyId;
    for (const [key, value] of Object.entries(input.tags ?? {})) group.tags.set(key, value);
  }

  function describeLogGroups(
    input: Paged & { readonly logGroupNamePrefix?: string; readonly logGroupNamePattern?: string },
  ) {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw new Fault(
        'InvalidParameterException',
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const all = groups
      .list()
      .filter(({ name }) => name.startsWith(prefix ?? '') && name.toLowerCase().includes(pattern?.toLowerCase() ?? ''));
    const { items, nextToken } = page(all, ({ name }) => name, input);
    return { logGroups: items.map(describeGroup), ...nextToken };
  }

  function listLogGroups(input: Paged & { readonly logGroupNamePattern?: string; readonly logGroupClass?: string }) {
    const { logGroupNamePattern: pattern = '', logGroupClass: wanted } = input;
    const parts = pattern.split('|');
    const all = groups
      .list()
      .filter(
        ({ name, logGroupClass }) =>
          (wanted === undefined || logGroupClass === wanted) &&
          parts.some((part) => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part))),
      );
    const { items, nextToken } = page(all, ({ name }) => name, input);
    return {
      logGroups: items.map(({ name, arn, logGroupClass }) => ({
        logGroupName: name,
        logGroupArn: arn,
        logGroupClass,
      })),
      ...nextToken,
    };
  }

  function encrypted({ logGroupName, resourceIdentifier }: KeyInput): LogGroup {
    const name = logGroupName ?? resourceIdentifier;
    if (name === undefined || (logGroupName !== undefined && resourceIdentifier !== undefined)) {
      throw new Fault(
        'InvalidParameterException',
        'Exactly one of logGroupName and resourceIdentifier must be specified.',
      );
    }
    return groups.find(name);
  }

  function describeLogStreams(
    input: Paged & {
      readonly logGroupName?: string;
      readonly logGroupIdentifier?: string;
      readonly logStreamNamePrefix?: string;
      readonly orderBy?: 'LogStreamName' | 'LastEventTime';
      readonly descending?: boolean;
    },
  ) {
    const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName' } = input;
    if (orderBy === 'LastEventTime' && prefix !== undefined) {
      throw new Fault('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const group = groups.find(input.logGroupIdentifier ?? input.logGroupName ?? '');
    const last = ({ events }: LogStream): number => events.at(-1)?.timestamp ?? 0;
    const sorted = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(prefix ?? ''))
      .toSorted((a, b) => (orderBy === 'LastEventTime' ? last(a) - last(b) : 0) || (a.name < b.name ? -1 : 1));
    if (input.descending === true) sorted.reverse();
    const { items, nextToken } = page(sorted, ({ name }) => name, input);
    return { logStreams: items.map(describeStream), ...nextToken };
  }

  function putRetentionPolicy(input: { readonly logGroupName: string; readonly retentionInDays: number }): void {
    const group = groups.find(input.logGroupName);
    if (!RETENTION.includes(input.retentionInDays)) {
      throw new Fault(
        'InvalidParameterException',
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION.join(', ')}]`,
      );
    }
    group.retentionInDays = input.retentionInDays;
  }

  function tag(name: string, tags: TagMap): void {
    const group = groups.find(name);
    for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
  }

  function untag(name: string, keys: readonly string[]): void {
    const group = groups.find(name);
    for (const key of keys) group.tags.delete(key);
  }

  return {
    CreateLogGroup: createLogGroup,
    DeleteLogGroup: (input: { readonly logGroupName: string }) => groups.delete(input.logGroupName),
    DescribeLogGroups: describeLogGroups,
    ListLogGroups: listLogGroups,
    AssociateKmsKey: (input: KeyInput & { readonly kmsKeyId: string }): void => {
      encrypted(input).kmsKeyId = input.kmsKeyId;
    },
    DisassociateKmsKey: (input: KeyInput): void => {
      delete encrypted(input).kmsKeyId;
    },
    CreateLogStream: (input: { readonly logGroupName: string; readonly logStreamName: string }): void => {
      groups.createStream(groups.find(input.logGroupName), input.logStreamName);
    },
    DeleteLogStream: (input: { readonly logGroupName: string; readonly logStreamName: string }): void => {
      const group = groups.find(input.logGroupName);
      const { name } = groups.findStream(group, input.logStreamName);
      group.streams.delete(name);
      const kept = group.events.filter(({ stream }) => stream !== name);
      group.events.splice(0, group.events.length, ...kept);
    },
    DescribeLogStreams: describeLogStreams,
    PutRetentionPolicy: putRetentionPolicy,
    DeleteRetentionPolicy: (input: { readonly logGroupName: string }): void => {
      delete groups.find(input.logGroupName).retentionInDays;
    },
    TagResource: (input: { readonly resourceArn: string; readonly tags: TagMap }) => tag(input.resourceArn, input.tags),
    UntagResource: (input: { readonly resourceArn: string; readonly tagKeys: readonly string[] }) =>
      untag(input.resourceArn, input.tagKeys),
    ListTagsForResource: (input: { readonly resourceArn: string }) => ({
      tags: Object.fromEntries(groups.find(input.resourceArn).tags),
    }),
    TagLogGroup: (input: { readonly logGroupName: string; readonly tags: TagMap }) =>
      tag(input.logGroupName, input.tags),
    UntagLogGroup: (input: { readonly logGroupName: string; readonly tags: readonly string[] }) =>
      untag(input.logGroupName, input.tags),
    ListTagsLogGroup: (input: { readonly logGroupName: string }) => ({
      tags: Object.fromEntries(groups.find(input.logGroupName).tags),
    }),
  };
}

function describeGroup(group: LogGroup): object {
  return {
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
    metricFilterCount: group.metricFilters.size,
    arn: `${group.arn}:*`,
    storedBytes: group.events.reduce((sum, event) => sum + sizeOf(event), 0),
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.logGroupClass,
    logGroupArn: group.arn,
  };
}

function describeStream({ name, arn, created, events, lastIngested }: LogStream): object {
  return {
    logStreamName: name,
    creationTime: created,
    ...(events.length > 0 && {
      firstEventTimestamp: events[0]!.timestamp,
      lastEventTimestamp: events.at(-1)!.timestamp,
    }),
    ...(lastIngested !== undefined && { lastIngestionTime: lastIngested }),
    uploadSequenceToken: '49600000000000000000000000000000000000000000000000000000',
    arn,
    // CloudWatch Logs gives nothing but zero here, since 2019.
    storedBytes: 0,
  };
}
