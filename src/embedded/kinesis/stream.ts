import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { HashKeyRange } from './hash-key.ts';

/** A record as a shard keeps it. */
export interface StoredRecord {
  readonly sequence: bigint;
  readonly arrived: Instant;
  readonly data: Uint8Array;
  /** A stream that distributes records by itself takes them without. */
  readonly partitionKey?: string | undefined;
}

/** A shard: the records of its hash keys, in order of arrival. */
export interface Shard {
  readonly id: string;
  readonly number: number;
  readonly range: HashKeyRange;
  readonly parent?: string;
  readonly adjacentParent?: string;
  readonly opened: Instant;
  readonly firstSequence: bigint;
  /** Set when a split or a merge has closed it: it takes no more records, and can still be read. */
  lastSequence?: bigint;
  closed?: Instant;
  /** Those within the stream's retention, and perhaps some that are older. */
  readonly records: StoredRecord[];
}

/** A reader with a name and a throughput of its own. */
export interface StreamConsumer {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
}

/** A data stream. */
export interface Stream {
  readonly name: string;
  readonly arn: string;
  /** Tells a stream from an earlier one of its name. */
  readonly generation: number;
  readonly created: Instant;
  readonly shards: Shard[];
  readonly consumers: Map<string, StreamConsumer>;
  readonly tags: Map<string, string>;
  readonly metrics: Set<string>;
  mode: 'PROVISIONED' | 'ON_DEMAND';
  /** Whether partition keys say which shard a record goes to, or nothing does. */
  distribution: 'USER_PARTITION_KEY' | 'AUTO';
  retentionHours: number;
  /** The most a record may measure, its partition key included. */
  maxRecordKiB: number;
  keyId?: string;
  policy?: string;
  /** How many records it has been given: the source of their order. */
  count: bigint;
}

/** The shards that take records. */
export function openShards(stream: Stream): readonly Shard[] {
  return stream.shards.filter(({ lastSequence }) => lastSequence === undefined);
}

/** Finds a shard by its id, or by its bare number, which Kinesis takes as well. */
export function shardNumber(id: string): number {
  const digits = /^(?:shardId-)?(\d{1,12})$/.exec(id)?.[1];
  return digits === undefined ? NaN : Number(digits);
}

/** The id of the shard that was opened as the `number`th, from zero. */
export function shardId(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`;
}

/** The shard of that id; the words of the refusal are those of SplitShard and MergeShards. */
export function findShard(stream: Stream, id: string, account: string): Shard {
  const shard = stream.shards[shardNumber(id)];
  if (shard === undefined)
    throw new Fault(
      'ResourceNotFoundException',
      `Could not find shard ${id} in stream ${stream.name} under account ${account}.`,
    );
  return shard;
}
