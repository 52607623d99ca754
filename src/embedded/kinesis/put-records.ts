import { Fault } from '../../wire/fault.ts';
import { checkRecord, sizeOf } from './check-record.ts';
import { encryption } from './encryption.ts';
import { stopIfDry, type Rehearsed } from './dry-run.ts';
import { named, type Named } from './name.ts';
import { readSequenceNumber } from './sequence-number.ts';
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

/** PutRecord and PutRecords. */
export function putOperations(streams: Streams) {
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

  return { PutRecord: putRecord, PutRecords: putRecords };
}

function newRecord({ Data, PartitionKey, ExplicitHashKey }: RecordInput): NewRecord {
  return {
    data: typeof Data === 'string' ? Buffer.from(Data, 'base64') : Data,
    ...(PartitionKey !== undefined && { partitionKey: PartitionKey }),
    ...(ExplicitHashKey !== undefined && { explicitHashKey: BigInt(ExplicitHashKey) }),
  };
}
