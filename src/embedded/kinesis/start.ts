import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { sequenceAfter, sequenceAt, trim } from './read.ts';
import { readSequenceNumber } from './sequence-number.ts';
import { shardId, type Shard, type Stream } from './stream.ts';

/** Where GetShardIterator is asked to begin. */
export interface Start {
  readonly ShardIteratorType: string;
  readonly StartingSequenceNumber?: string;
  readonly Timestamp?: number | Date;
}

/** The sequence number to read a shard from. */
export function startIn(
  stream: Stream,
  shard: Shard,
  input: Start,
  { now, account }: { readonly now: Instant; readonly account: string },
): bigint {
  const { ShardIteratorType: type, StartingSequenceNumber: start, Timestamp: timestamp } = input;
  trim(stream, shard, now);
  if (type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER') {
    if (start === undefined) throw mismatch(`${type} and no StartingSequenceNumber`);
    return startingSequence(stream, shard, start, account) + (type === 'AFTER_SEQUENCE_NUMBER' ? 1n : 0n);
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
  if (instant > now) {
    throw new Fault(
      'InvalidArgumentException',
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${instant}, currentTimestampInMillis: ${now}`,
    );
  }
  return sequenceAt(shard, instant);
}

function startingSequence(stream: Stream, shard: Shard, start: string, account: string): bigint {
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

function mismatch(specified: string): Fault {
  return new Fault(
    'InvalidArgumentException',
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  );
}
