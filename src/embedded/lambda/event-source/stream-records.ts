import type { Shard, StoredRecord } from '../../kinesis/stream.ts';

/** Words a record of a stream as Lambda does. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export function streamRecord(record: StoredRecord, shard: Shard, stream: string, role: string): object {
  const sequenceNumber = String(record.sequence);
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber,
      data: Buffer.from(record.data).toString('base64'),
      approximateArrivalTimestamp: record.arrived / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shard.id}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: role,
    awsRegion: stream.split(':')[3],
    eventSourceARN: stream,
  };
}

/** What an on-failure destination is told of a batch: where its records are, not what they hold. */
export function batchRecord(
  batch: readonly StoredRecord[],
  shard: Shard,
  stream: string,
  ending: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
    readonly count: number;
    readonly now: number;
  },
): object {
  const [first, last] = [batch[0]!, batch.at(-1)!];
  return {
    requestContext: {
      requestId: ending.requestId,
      functionArn: ending.functionArn,
      condition: ending.condition,
      approximateInvokeCount: ending.count,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(ending.now).toISOString(),
    KinesisBatchInfo: {
      shardId: shard.id,
      startSequenceNumber: String(first.sequence),
      endSequenceNumber: String(last.sequence),
      approximateArrivalOfFirstRecord: new Date(first.arrived).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrived).toISOString(),
      batchSize: batch.length,
      streamArn: stream,
    },
  };
}
