import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ShardIteratorType,
  PutRecordCommand,
  waitUntilStreamExists,
  type _Record,
} from '@aws-sdk/client-kinesis';
import type { Account } from '../account.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes a stream and waits until it is active. */
export async function makeStream(aws: Account, name: string, shards = 1): Promise<string> {
  await aws.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  await active(aws, name);
  return aws.arn('kinesis', `stream/${name}`);
}

/** Waits until what has been asked of a stream is done. */
export async function active({ kinesis }: Account, name: string): Promise<void> {
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StreamName: name });
}

/** Reads a shard from its beginning until there are as many records, or none for a while. */
export async function readStream(
  { kinesis }: Account,
  name: string,
  most: number,
  shard = 'shardId-000000000000',
): Promise<_Record[]> {
  const read: _Record[] = [];
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: name,
      ShardId: shard,
      ShardIteratorType: ShardIteratorType.TRIM_HORIZON,
    }),
  );
  const end = Date.now() + 3_000;
  while (read.length < most && Date.now() < end) {
    const { Records = [], NextShardIterator } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    read.push(...Records);
    ShardIterator = NextShardIterator;
  }
  return read;
}

/** What a record says. */
export function textOf({ Data }: _Record): string {
  return decoder.decode(Data);
}

/** Puts a record into the stream `pushes`. */
export function put({ kinesis }: Account, text: string, partition = 'web') {
  return kinesis.send(
    new PutRecordCommand({ StreamName: 'pushes', Data: encoder.encode(text), PartitionKey: partition }),
  );
}
