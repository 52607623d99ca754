import { Fault } from '../../wire/fault.ts';
import type { DeliveryStreams } from './delivery-streams.ts';

interface RecordInput {
  /** Bytes: themselves, or the base64 that the JSON protocols give. */
  readonly Data: Uint8Array | string;
}

/** A record carries at most 1,000 KiB, and a batch 4 MiB. */
const LIMIT = { record: 1_024_000, batch: 4_194_304 };

/** PutRecord and PutRecordBatch. */
export function recordOperations(streams: DeliveryStreams) {
  function putRecord(input: { readonly DeliveryStreamName: string; readonly Record: RecordInput }) {
    const stream = streams.find(input.DeliveryStreamName);
    const data = sized(input.Record, 'record.data');
    return { RecordId: streams.put(stream.name, data), Encrypted: stream.encrypted };
  }

  function putRecordBatch(input: { readonly DeliveryStreamName: string; readonly Records: readonly RecordInput[] }) {
    const stream = streams.find(input.DeliveryStreamName);
    // Every record is looked at before the first is put: a refusal refuses them all.
    const all = input.Records.map((record, index) => sized(record, `records.${index + 1}.member.data`));
    if (all.reduce((sum, { length }) => sum + length, 0) > LIMIT.batch) {
      throw new Fault('InvalidArgumentException', 'Records size exceeds 4 MB limit');
    }
    return {
      FailedPutCount: 0,
      Encrypted: stream.encrypted,
      RequestResponses: all.map((data) => ({ RecordId: streams.put(stream.name, data) })),
    };
  }

  return { PutRecord: putRecord, PutRecordBatch: putRecordBatch };
}

function sized({ Data }: RecordInput, at: string): Uint8Array {
  const data = typeof Data === 'string' ? Buffer.from(Data, 'base64') : Data;
  if (data.length <= LIMIT.record) return data;
  throw new Fault(
    'ValidationException',
    `1 validation error detected: Value at '${at}' failed to satisfy constraint: Member must have length less than or equal to ${LIMIT.record}`,
  );
}
