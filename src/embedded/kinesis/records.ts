import { Fault } from '../../wire/fault.ts';
import { checkRecord, sizeOf } from './check-record.ts';
import { readIterator, writeIterator } from './iterator.ts';
import { named, type Named } from './name.ts';
import { readShard, sequenceAfter, sequenceAt, trim } from './read.ts';
import { readSequenceNumber } from './sequence-number.ts';
import { shardId, shardNumber, type Shard, type Stream } from './stream.ts';
import type { NewRecord, Streams } from './streams.ts';

/** Bytes: themselves, or the base64 that the JSON protocols give. */
type Blob = Uint8Array | string;

interface RecordInput {
  readonly Data: Blob;
  readonly PartitionKey?: string;
  readonly ExplicitHashKey?: string;
}

/** A request of PutRecords carries at most so many bytes of data and partition keys. */
const REQUEST_LIMIT = 10_485_760;

/** Whether only to see if an operation would succeed. */
interface Rehearsed {
  readonly DryRun?: boolean;
}

/** PutRecord, PutRecords, GetShardIterator and GetRecords. */
export function recordOperations(streams: Streams) {
  const { account, agenda } = streams.scene;

  function putRecord(input: Named & Rehearsed & RecordInput & { readonly SequenceNumberForOrdering?: string }) {
    const stream = named(streams, input);
    const { SequenceNumberForOrdering: after } = input;
    if (after !== undefined && !isPast(after)) {
      throw new Fault(
        'InvalidArgumentException',
        `ExclusiveMinimumSequenceNumber ${after} used in PutRecord on stream ${stream.name} under account ${account} is invalid.`,
      );
    }
    const record = newRecord(input);
    checkRecord(stream, record);
    stopIfDry(input);
    const { shardId, sequenceNumber } = streams.put(stream.name, record);
    return { ShardId: shardId, SequenceNumber: sequenceNumber, ...encryption(stream) };
  }

  function isPast(sequence: string): boolean {
    const parts = readSequenceNumber(BigInt(sequence));
    return parts !== undefined && parts.arrived <= agenda.now();
  }

  function putRecords(input: Named & Rehearsed & { readonly Records: readonly RecordInput[] }) {
    const stream = named(streams, input);
    const records = input.Records.map(newRecord);
    for (const [index, record] of records.entries()) checkRecord(stream, record, `records.${index + 1}.member.`);
    if (records.reduce((sum, record) => sum + sizeOf(record), 0) > REQUEST_LIMIT)
      throw new Fault('InvalidArgumentException', 'Records size exceeds 10 MB limit');
    stopIfDry(input);
    return {
      FailedRecordCount: 0,
      Records: records.map((record) => {
        const { shardId, sequenceNumber } = streams.put(stream.name, record);
        return { ShardId: shardId, SequenceNumber: sequenceNumber };
      }),
      ...encryption(stream),
    };
  }

  function getShardIterator(
    input: Named &
      Rehearsed & {
        readonly ShardId: string;
        readonly ShardIteratorType: string;
        readonly StartingSequenceNumber?: string;
        readonly Timestamp?: number | Date;
      },
  ) {
    const stream = named(streams, input);
    const shard = existing(stream, input.ShardId);
    const from = position(stream, shard, input);
    stopIfDry(input);
    return { ShardIterator: iterator(stream, shard, from) };
  }

  function position(stream: Stream, shard: Shard, input: Parameters<typeof getShardIterator>[0]): bigint {
    const { ShardIteratorType: type, StartingSequenceNumber: start, Timestamp: timestamp } = input;
    trim(stream, shard, agenda.now());
    if (type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER') {
      if (start === undefined) throw mismatch(`${type} and no StartingSequenceNumber`);
      return startingSequence(stream, shard, start) + (type === 'AFTER_SEQUENCE_NUMBER' ? 1n : 0n);
    }
    if (start !== undefined) throw mismatch(`${type} and also a StartingSequenceNumber`);
    if (type === 'LATEST') return sequenceAfter(shard);
    if (type === 'TRIM_HORIZON') return shard.records[0]?.sequence ?? sequenceAfter(shard);
    if (timestamp === undefined) {
      throw new Fault(
        'InvalidArgumentException',
        'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.',
      );
    }
    const instant = typeof timestamp === 'number' ? timestamp * 1000 : timestamp.getTime();
    if (instant > agenda.now()) {
      throw new Fault(
        'InvalidArgumentException',
        'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
          `timestampInMillis: ${instant}, currentTimestampInMillis: ${agenda.now()}`,
      );
    }
    return sequenceAt(shard, instant);
  }

  function startingSequence(stream: Stream, shard: Shard, start: string): bigint {
    const used = `StartingSequenceNumber ${start} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} under account ${account} is invalid`;
    const sequence = BigInt(start);
    // Zero stands for the very beginning.
    if (sequence === 0n) return 0n;
    const parts = readSequenceNumber(sequence);
    if (parts === undefined) throw new Fault('InvalidArgumentException', `${used}.`);
    if (parts.shard !== shard.number) {
      throw new Fault(
        'InvalidArgumentException',
        `Invalid StartingSequenceNumber. It encodes ${shardId(parts.shard)}, while it was used in a call to a shard with ${shard.id}`,
      );
    }
    if (parts.opened !== readSequenceNumber(shard.firstSequence)!.opened)
      throw new Fault('InvalidArgumentException', `${used} because it did not come from this stream.`);
    return sequence;
  }

  function existing(stream: Stream, id: string): Shard {
    const number = shardNumber(id);
    const where = `in stream ${stream.name} under account ${account}`;
    if (Number.isNaN(number)) throw new Fault('ResourceNotFoundException', `Could not find shard ${id} ${where}.`);
    const shard = stream.shards[number];
    if (shard === undefined)
      throw new Fault('ResourceNotFoundException', `Shard ${shardId(number)} ${where} does not exist`);
    return shard;
  }

  function iterator(stream: Stream, shard: Shard, from: bigint): string {
    const { name, created } = stream;
    return writeIterator({ stream: name, streamCreated: created, shard: shard.id, from, given: agenda.now() });
  }

  function getRecords(input: Rehearsed & { readonly ShardIterator: string; readonly Limit?: number }) {
    const { ShardIterator, Limit = 10_000 } = input;
    const now = agenda.now();
    const { stream: name, streamCreated, shard: id, from } = readIterator(ShardIterator, now);
    const stream = streams.list().find((each) => each.name === name && each.created === streamCreated);
    if (stream === undefined) {
      throw new Fault(
        'ResourceNotFoundException',
        `Shard ${id} in stream ${name} under account ${account} does not exist`,
      );
    }
    const shard = existing(stream, id);
    stopIfDry(input);
    const { records, next, millisBehindLatest } = readShard(stream, shard, { from, limit: Limit, now });
    return {
      Records: records.map(({ sequence, arrived, data, partitionKey }) => ({
        SequenceNumber: String(sequence),
        ApproximateArrivalTimestamp: new Date(arrived),
        Data: data,
        ...(partitionKey !== undefined && { PartitionKey: partitionKey }),
        ...encryption(stream),
      })),
      MillisBehindLatest: millisBehindLatest,
      ...(next === undefined
        ? { ChildShards: childrenOf(stream, shard) }
        : { NextShardIterator: iterator(stream, shard, next) }),
    };
  }

  return { PutRecord: putRecord, PutRecords: putRecords, GetShardIterator: getShardIterator, GetRecords: getRecords };
}

/** A dry run that would succeed ends in an error that says so. */
function stopIfDry({ DryRun }: Rehearsed): void {
  if (DryRun === true) {
    throw new Fault('DryRunOperationException', 'Request would have succeeded, but DryRun flag is set.');
  }
}

function newRecord({ Data, PartitionKey, ExplicitHashKey }: RecordInput): NewRecord {
  return {
    data: typeof Data === 'string' ? Buffer.from(Data, 'base64') : Data,
    ...(PartitionKey !== undefined && { partitionKey: PartitionKey }),
    ...(ExplicitHashKey !== undefined && { explicitHashKey: BigInt(ExplicitHashKey) }),
  };
}

function mismatch(specified: string): Fault {
  return new Fault(
    'InvalidArgumentException',
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  );
}

function encryption({ keyId }: Stream): object {
  return keyId === undefined ? {} : { EncryptionType: 'KMS' };
}

function childrenOf(stream: Stream, { id }: Shard): readonly object[] {
  return stream.shards
    .filter(({ parent, adjacentParent }) => parent === id || adjacentParent === id)
    .map(({ id, parent, adjacentParent, range }) => ({
      ShardId: id,
      ParentShards: [parent, adjacentParent].filter((each) => each !== undefined),
      HashKeyRange: { StartingHashKey: String(range.first), EndingHashKey: String(range.last) },
    }));
}
