import type { Instant } from '../../clock.ts';
import type { Shard, StoredRecord, Stream } from './stream.ts';

const HOUR = 3_600_000;

/** A response of GetRecords carries at most so many bytes of data. */
const READ_LIMIT = 10_485_760;

/** What a shard has to give from a position on. */
export interface Reading {
  readonly records: readonly StoredRecord[];
  /** Where to read on; `undefined` when the shard is closed and has been read to its end. */
  readonly next: bigint | undefined;
  readonly millisBehindLatest: number;
}

/** Reads the records of a shard whose sequence numbers are `from` or greater. */
export function readShard(
  stream: Stream,
  shard: Shard,
  { from, limit, now }: { readonly from: bigint; readonly limit: number; readonly now: Instant },
): Reading {
  trim(stream, shard, now);
  const start = position(shard.records, ({ sequence }) => sequence >= from);
  let end = start;
  for (let bytes = 0; end < shard.records.length && end - start < limit; end += 1) {
    bytes += shard.records[end]!.data.length;
    // One record is always given, or a reader would never get past it.
    if (bytes > READ_LIMIT && end > start) break;
  }
  const records = shard.records.slice(start, end);
  const last = records.at(-1);
  const isAtTip = end === shard.records.length;
  return {
    records,
    next: isAtTip && shard.lastSequence !== undefined ? undefined : last === undefined ? from : last.sequence + 1n,
    // Readers stop at zero, so it must not be zero while something is left, even if no time has passed.
    millisBehindLatest: isAtTip ? 0 : Math.max(1, now - (last?.arrived ?? now)),
  };
}

/** The sequence number to read from, for everything that arrives at `instant` or later. */
export function sequenceAt(shard: Shard, instant: Instant): bigint {
  const record = shard.records[position(shard.records, ({ arrived }) => arrived >= instant)];
  return record?.sequence ?? sequenceAfter(shard);
}

/** The sequence number to read from, for everything that is still to come. */
export function sequenceAfter(shard: Shard): bigint {
  const last = shard.records.at(-1);
  return last === undefined ? shard.firstSequence : last.sequence + 1n;
}

/** Forgets what is older than the stream's retention. */
export function trim(stream: Stream, shard: Shard, now: Instant): void {
  const horizon = now - stream.retentionHours * HOUR;
  const kept = position(shard.records, ({ arrived }) => arrived >= horizon);
  if (kept > 0) shard.records.splice(0, kept);
}

/** The first place where `holds`, which stays true from there on. */
function position(records: readonly StoredRecord[], holds: (record: StoredRecord) => boolean): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(records[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
