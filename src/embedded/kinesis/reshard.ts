import type { Instant } from '../../clock.ts';
import type { HashKeyRange } from './hash-key.ts';
import { LAST_INDEX, sequenceNumber } from './sequence-number.ts';
import { openShards, shardId, type Shard, type Stream } from './stream.ts';

/** Adds a shard to a stream. */
export function openShard(stream: Stream, range: HashKeyRange, opened: Instant, parents: readonly Shard[] = []): void {
  const number = stream.shards.length;
  const [parent, adjacentParent] = parents;
  stream.shards.push({
    id: shardId(number),
    number,
    range,
    ...(parent !== undefined && { parent: parent.id }),
    ...(adjacentParent !== undefined && { adjacentParent: adjacentParent.id }),
    opened,
    firstSequence: sequenceNumber({ opened, shard: number, index: 0n, arrived: opened }),
    records: [],
  });
}

function close(shard: Shard, now: Instant): void {
  shard.closed = now;
  shard.lastSequence = sequenceNumber({ opened: shard.opened, shard: shard.number, index: LAST_INDEX, arrived: now });
}

/** Closes a shard and shares its hash keys out between two new ones, the second of which begins at `at`. */
export function split(stream: Stream, shard: Shard, at: bigint, now: Instant): void {
  close(shard, now);
  openShard(stream, { first: shard.range.first, last: at - 1n }, now, [shard]);
  openShard(stream, { first: at, last: shard.range.last }, now, [shard]);
}

/** Closes two shards whose hash keys adjoin, and opens one for both. */
export function merge(stream: Stream, left: Shard, right: Shard, now: Instant): void {
  close(left, now);
  close(right, now);
  openShard(stream, { first: left.range.first, last: right.range.last }, now, [left, right]);
}

/** Splits the widest shards, or merges the narrowest neighbours, until `target` shards are open. */
export function scale(stream: Stream, target: number, now: Instant): void {
  for (let open = byRange(stream); open.length < target; open = byRange(stream)) {
    const widest = open.reduce((a, b) => (width(b) > width(a) ? b : a));
    split(stream, widest, widest.range.first + width(widest) / 2n, now);
  }
  for (let open = byRange(stream); open.length > target; open = byRange(stream)) {
    const pairs = open.slice(1).map((right, index) => [open[index]!, right] as const);
    const [left, right] = pairs.reduce((a, b) => (width(b[0]) + width(b[1]) < width(a[0]) + width(a[1]) ? b : a));
    merge(stream, left, right, now);
  }
}

function byRange(stream: Stream): readonly Shard[] {
  return openShards(stream).toSorted((a, b) => (a.range.first < b.range.first ? -1 : 1));
}

function width({ range }: Shard): bigint {
  return range.last - range.first + 1n;
}
