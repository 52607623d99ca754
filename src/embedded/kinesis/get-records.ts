import { Fault } from '../../wire/fault.ts';
import { stopIfDry, type Rehearsed } from './dry-run.ts';
import { encryption } from './encryption.ts';
import { readIterator, writeIterator } from './iterator.ts';
import { named, type Named } from './name.ts';
import { readShard } from './read.ts';
import { startIn, type Start } from './start.ts';
import { shardId, shardNumber, type Shard, type StoredRecord, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** GetShardIterator and GetRecords. */
export function getOperations(streams: Streams) {
  const { account, agenda } = streams.scene;

  function getShardIterator(input: Named & Rehearsed & Start & { readonly ShardId: string }) {
    const stream = named(streams, input);
    const shard = existing(stream, input.ShardId);
    const from = startIn(stream, shard, input, { now: agenda.now(), account });
    stopIfDry(input);
    return { ShardIterator: iterator(stream, shard, from) };
  }

  function getRecords(input: Rehearsed & { readonly ShardIterator: string; readonly Limit?: number }) {
    const { ShardIterator, Limit = 10_000 } = input;
    const now = agenda.now();
    const { stream: name, generation, shard: id, from } = readIterator(ShardIterator, now);
    const stream = streams.list().find((each) => each.generation === generation);
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
      Records: records.map((record) => describeRecord(stream, record)),
      MillisBehindLatest: millisBehindLatest,
      ...(next === undefined
        ? { ChildShards: childrenOf(stream, shard) }
        : { NextShardIterator: iterator(stream, shard, next) }),
    };
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

  function iterator({ name, generation }: Stream, shard: Shard, from: bigint): string {
    return writeIterator({ stream: name, generation, shard: shard.id, from, given: agenda.now() });
  }

  return { GetShardIterator: getShardIterator, GetRecords: getRecords };
}

/** A record as it is given to readers. */
export function describeRecord(stream: Stream, { sequence, arrived, data, partitionKey }: StoredRecord): object {
  return {
    SequenceNumber: String(sequence),
    ApproximateArrivalTimestamp: new Date(arrived),
    Data: data,
    ...(partitionKey !== undefined && { PartitionKey: partitionKey }),
    ...encryption(stream),
  };
}

/** The shards that a shard was split or merged into. */
export function childrenOf(stream: Stream, { id }: Shard): readonly object[] {
  return stream.shards
    .filter(({ parent, adjacentParent }) => parent === id || adjacentParent === id)
    .map(({ id, parent, adjacentParent, range }) => ({
      ShardId: id,
      ParentShards: [parent, adjacentParent].filter((each) => each !== undefined),
      HashKeyRange: { StartingHashKey: String(range.first), EndingHashKey: String(range.last) },
    }));
}
