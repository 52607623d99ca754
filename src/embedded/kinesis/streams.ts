import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { checkRecord } from './check-record.ts';
import { evenRanges, hashKeyOf } from './hash-key.ts';
import { openShard } from './reshard.ts';
import { sequenceNumber } from './sequence-number.ts';
import { openShards, type Shard, type Stream, type StreamConsumer } from './stream.ts';
import { partitionOf } from '../partition.ts';

/** What streams need to know of the scenario. */
export type StreamsScene = Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
  Partial<Pick<Scene, 'takesNamedAsGiven'>>;

/** A record on its way in. */
export interface NewRecord {
  readonly data: Uint8Array;
  readonly partitionKey?: string | undefined;
  /** Takes the place of the partition key's own hash. */
  readonly explicitHashKey?: bigint | undefined;
}

/** Where a record has been put. */
export interface PutResult {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** The data streams of an account: what Kinesis' operations, EventBridge's targets, subscription filters and event source mappings share. */
export interface Streams {
  readonly scene: StreamsScene;
  create(name: string, options?: { readonly shards?: number; readonly mode?: Stream['mode'] }): Stream;
  delete(name: string): void;
  /** By name or ARN. Throws `ResourceNotFoundException`. */
  find(nameOrArn: string): Stream;
  list(): readonly Stream[];
  put(nameOrArn: string, record: NewRecord): PutResult;
  /** Calls `told` after each record that a stream is given, and whenever `tell` is called; the returned function ends that. */
  watch(nameOrArn: string, told: () => void): () => void;
  /** Tells those who watch a stream that something has become of it: of its shards, of its consumers, of itself. */
  tell(stream: Stream): void;
  /** Whether a consumer can still read: that it and its stream are as they were. */
  hasConsumer(stream: Stream, consumer: StreamConsumer): boolean;
}

/** An on-demand stream begins with four shards (https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html). */
const ON_DEMAND_SHARDS = 4;
/** Of an account in its largest regions (https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html). */
const MOST_SHARDS = 20_000;

/** Opens the streams of a scenario; there are none at first. Creating and resharding take no time: what they make is ACTIVE at once. */
export function openStreams(scene: StreamsScene): Streams {
  const streams = new Map<string, Stream>();
  const watchers = new Map<Stream, Set<() => void>>();
  const deleted = new Set<string>();
  let generation = 0;

  function find(nameOrArn: string): Stream {
    const name = streamName(nameOrArn);
    const stream = streams.get(name) ?? given(name);
    if (stream === undefined) {
      throw new Fault('ResourceNotFoundException', `Stream ${name} under account ${scene.account} not found.`);
    }
    return stream;
  }

  /** A stream that nobody has created, where named streams are taken as given: it has one shard. */
  function given(name: string): Stream | undefined {
    const isGiven = scene.takesNamedAsGiven === true && !deleted.has(name) && /^[\w.-]{1,128}$/.test(name);
    return isGiven ? create(name, { shards: 1 }) : undefined;
  }

  function create(
    name: string,
    { mode = 'PROVISIONED', shards = ON_DEMAND_SHARDS }: NonNullable<Parameters<Streams['create']>[1]> = {},
  ): Stream {
    if (streams.has(name)) {
      throw new Fault('ResourceInUseException', `Stream ${name} under account ${scene.account} already exists.`);
    }
    const open = [...streams.values()].reduce((sum, stream) => sum + openShards(stream).length, 0);
    if (open + shards > MOST_SHARDS) {
      throw new Fault(
        'LimitExceededException',
        `This request would exceed the shard limit for the account ${scene.account} in ${scene.region}. Current shard count for the account: ${open}. Limit: ${MOST_SHARDS}. Number of additional shards that would have resulted from this request: ${shards}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
      );
    }
    const stream: Stream = {
      name,
      arn: `arn:${partitionOf(scene.region)}:kinesis:${scene.region}:${scene.account}:stream/${name}`,
      generation: (generation += 1),
      created: scene.agenda.now(),
      shards: [],
      consumers: new Map(),
      tags: new Map(),
      metrics: new Set(),
      mode,
      distribution: 'USER_PARTITION_KEY',
      retentionHours: 24,
      maxRecordKiB: 1024,
      count: 0n,
    };
    for (const range of evenRanges(shards)) openShard(stream, range, stream.created);
    streams.set(name, stream);
    return stream;
  }

  function shardFor(stream: Stream, { partitionKey = '', explicitHashKey }: NewRecord): Shard {
    const open = openShards(stream);
    if (stream.distribution === 'AUTO') return open[scene.random.integer(0, open.length - 1)]!;
    const key = explicitHashKey ?? hashKeyOf(partitionKey);
    // The open shards share all keys out between them.
    return open.find(({ range }) => key >= range.first && key <= range.last)!;
  }

  function put(nameOrArn: string, record: NewRecord): PutResult {
    const { data, partitionKey } = record;
    const stream = find(nameOrArn);
    checkRecord(stream, record);
    const shard = shardFor(stream, record);
    const arrived = scene.agenda.now();
    stream.count += 1n;
    const sequence = sequenceNumber({ opened: shard.opened, shard: shard.number, index: stream.count, arrived });
    shard.records.push({ sequence, arrived, data, partitionKey });
    tell(stream);
    return { shardId: shard.id, sequenceNumber: String(sequence) };
  }

  function tell(stream: Stream): void {
    for (const told of watchers.get(stream) ?? []) told();
  }

  return {
    scene,
    create,
    find,
    put,
    delete: (nameOrArn) => {
      const stream = find(nameOrArn);
      streams.delete(stream.name);
      deleted.add(stream.name);
      tell(stream);
    },
    tell,
    hasConsumer: (stream, { name, arn }) =>
      streams.get(stream.name) === stream && stream.consumers.get(name)?.arn === arn,
    list: () => [...streams.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    watch: (nameOrArn, told) => {
      const stream = find(nameOrArn);
      const set = watchers.get(stream) ?? new Set();
      watchers.set(stream, set.add(told));
      return () => void set.delete(told);
    },
  };
}

/** `arn:aws:kinesis:us-east-2:123456789012:stream/name`, or the name itself. */
function streamName(nameOrArn: string): string {
  return /^arn:[^:]+:kinesis:[^:]*:\d{12}:stream\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
