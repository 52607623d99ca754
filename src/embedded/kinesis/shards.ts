import { Fault } from '../../wire/fault.ts';
import { merge, scale, split } from './reshard.ts';
import { named, type Named } from './name.ts';
import { findShard, openShards, shardNumber, type Shard, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** Which shards ListShards is asked for. */
interface ShardFilter {
  readonly Type: string;
  readonly ShardId?: string;
  readonly Timestamp?: number | Date;
}

/** ListShards, SplitShard, MergeShards and UpdateShardCount. */
export function shardOperations(streams: Streams) {
  const { account, agenda } = streams.scene;

  function listShards(
    input: Named & {
      readonly NextToken?: string;
      readonly MaxResults?: number;
      readonly ExclusiveStartShardId?: string;
      readonly ShardFilter?: ShardFilter;
    },
  ) {
    const { NextToken, MaxResults = 1000, ExclusiveStartShardId, ShardFilter } = input;
    if (NextToken !== undefined && input.StreamName !== undefined) {
      throw new Fault('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.');
    }
    const asked = NextToken === undefined ? undefined : readToken(NextToken);
    const stream = asked === undefined ? named(streams, input) : streams.find(asked.stream);
    const filter = asked === undefined ? ShardFilter : asked.filter;
    const after = asked?.after ?? (ExclusiveStartShardId === undefined ? -1 : shardNumber(ExclusiveStartShardId));
    const shards = stream.shards.filter((shard) => shard.number > after && passes(stream, shard, filter));
    const page = shards.slice(0, MaxResults);
    return {
      Shards: page.map(describeShard),
      ...(page.length < shards.length && {
        NextToken: writeToken({
          stream: stream.name,
          after: page.at(-1)!.number,
          ...(filter !== undefined && { filter }),
        }),
      }),
    };
  }

  function splitShard(input: Named & { readonly ShardToSplit: string; readonly NewStartingHashKey: string }): void {
    const stream = provisioned(named(streams, input));
    const shard = open(stream, findShard(stream, input.ShardToSplit, account));
    const at = BigInt(input.NewStartingHashKey);
    if (at <= shard.range.first + 1n || at >= shard.range.last) {
      throw new Fault(
        'InvalidArgumentException',
        `NewStartingHashKey ${at} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ${account} is not both ` +
          `greater than one plus the shard's StartingHashKey ${shard.range.first} and less than the shard's EndingHashKey ${shard.range.last}.`,
      );
    }
    split(stream, shard, at, agenda.now());
    streams.tell(stream);
  }

  function mergeShards(input: Named & { readonly ShardToMerge: string; readonly AdjacentShardToMerge: string }): void {
    const stream = provisioned(named(streams, input));
    const one = open(stream, findShard(stream, input.ShardToMerge, account));
    const other = open(stream, findShard(stream, input.AdjacentShardToMerge, account));
    const [left, right] = one.range.first < other.range.first ? [one, other] : [other, one];
    if (left.range.last + 1n !== right.range.first) {
      throw new Fault(
        'InvalidArgumentException',
        `Shards ${one.id} and ${other.id} in stream ${stream.name} under account ${account} are not an adjacent pair of shards eligible for merging`,
      );
    }
    merge(stream, left, right, agenda.now());
    streams.tell(stream);
  }

  function updateShardCount(input: Named & { readonly TargetShardCount: number }) {
    const stream = provisioned(named(streams, input));
    const { TargetShardCount: target } = input;
    const current = openShards(stream).length;
    const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
    if (target > current * 2) {
      throw new Fault(
        'LimitExceededException',
        `UpdateShardCount cannot scale up over double your current open shard count. ${counts}`,
      );
    }
    if (target < current / 2) {
      throw new Fault(
        'LimitExceededException',
        `UpdateShardCount cannot scale down below half your current open shard count. ${counts}`,
      );
    }
    scale(stream, target, agenda.now());
    streams.tell(stream);
    return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount: current, TargetShardCount: target };
  }

  function provisioned(stream: Stream): Stream {
    if (stream.mode === 'PROVISIONED') return stream;
    throw new Fault(
      'ValidationException',
      `Request is invalid. Stream ${stream.name} under account ${account} is in On-Demand mode.`,
    );
  }

  function open(stream: Stream, shard: Shard): Shard {
    if (shard.lastSequence === undefined) return shard;
    throw new Fault(
      'ResourceInUseException',
      `Shard ${shard.id} in stream ${stream.name} under account ${account} has already been merged or split, and thus is not eligible for merging or splitting.`,
    );
  }

  function passes(stream: Stream, shard: Shard, filter: ShardFilter | undefined): boolean {
    const at =
      filter?.Timestamp === undefined ? 0 : Number(filter.Timestamp) * (filter.Timestamp instanceof Date ? 1 : 1000);
    const horizon = agenda.now() - stream.retentionHours * 3_600_000;
    const { opened, closed = Infinity } = shard;
    switch (filter?.Type) {
      case 'AFTER_SHARD_ID':
        return shard.number > shardNumber(filter.ShardId ?? '');
      case 'AT_LATEST':
        return closed === Infinity;
      case 'AT_TRIM_HORIZON':
        return opened <= Math.max(horizon, stream.created) && closed > horizon;
      case 'FROM_TIMESTAMP':
        return closed >= Math.max(at, horizon);
      case 'AT_TIMESTAMP':
        return opened <= at && closed >= at;
      default:
        // A shard is listed until its last record has expired.
        return closed >= horizon;
    }
  }

  return {
    ListShards: listShards,
    SplitShard: splitShard,
    MergeShards: mergeShards,
    UpdateShardCount: updateShardCount,
  };
}

/** A shard as the operations describe it. */
export function describeShard({ id, range, parent, adjacentParent, firstSequence, lastSequence }: Shard): object {
  return {
    ShardId: id,
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacentParent !== undefined && { AdjacentParentShardId: adjacentParent }),
    HashKeyRange: { StartingHashKey: String(range.first), EndingHashKey: String(range.last) },
    SequenceNumberRange: {
      StartingSequenceNumber: String(firstSequence),
      ...(lastSequence !== undefined && { EndingSequenceNumber: String(lastSequence) }),
    },
  };
}

interface Token {
  readonly stream: string;
  readonly after: number;
  readonly filter?: ShardFilter;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64');
}

function readToken(text: string): Token {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Token;
  } catch {
    throw new Fault('InvalidArgumentException', 'NextToken is not valid');
  }
}
