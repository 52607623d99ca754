import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  ShardIteratorType,
  waitUntilStreamExists,
  type _Record,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Account } from './account.ts';
import type { Promises } from './place.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes a stream and waits until it is active. */
export async function makeStream({ kinesis, arn }: Account, name: string, shards = 1): Promise<string> {
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StreamName: name });
  return arn('kinesis', `stream/${name}`);
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

function put({ kinesis }: Account, text: string, partition = 'web') {
  return kinesis.send(
    new PutRecordCommand({ StreamName: 'pushes', Data: encoder.encode(text), PartitionKey: partition }),
  );
}

/** What Kinesis Data Streams promises. */
export const KINESIS: Promises = {
  'a stream is made, described, listed and deleted': async (aws) => {
    const arn = await makeStream(aws, 'pushes', 2);
    const { StreamDescription } = await aws.kinesis.send(new DescribeStreamCommand({ StreamName: 'pushes' }));
    expect(StreamDescription).toMatchObject({
      StreamName: 'pushes',
      StreamARN: arn,
      StreamStatus: 'ACTIVE',
      RetentionPeriodHours: 24,
    });
    const { StreamDescriptionSummary } = await aws.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: 'pushes' }),
    );
    expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, StreamStatus: 'ACTIVE' });
    expect((await aws.kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(['pushes']);
    await aws.kinesis.send(new DeleteStreamCommand({ StreamName: 'pushes' }));
  },

  'shards share the range of hash keys': async (aws) => {
    await makeStream(aws, 'pushes', 2);
    const { Shards } = await aws.kinesis.send(new ListShardsCommand({ StreamName: 'pushes' }));
    expect(Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange])).toEqual([
      ['shardId-000000000000', { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' }],
      [
        'shardId-000000000001',
        {
          StartingHashKey: '170141183460469231731687303715884105728',
          EndingHashKey: '340282366920938463463374607431768211455',
        },
      ],
    ]);
  },

  'records are read in the order in which they were put': async (aws) => {
    await makeStream(aws, 'pushes');
    const first = await put(aws, 'one');
    const second = await put(aws, 'two');
    expect(first.ShardId).toBe('shardId-000000000000');
    expect(BigInt(second.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
    const records = await readStream(aws, 'pushes', 2);
    expect(records.map((record) => [textOf(record), record.PartitionKey, record.SequenceNumber])).toEqual([
      ['one', 'web', first.SequenceNumber],
      ['two', 'web', second.SequenceNumber],
    ]);
  },

  'an iterator begins after a sequence number, or at what comes next': async (aws) => {
    await makeStream(aws, 'pushes');
    const { SequenceNumber } = await put(aws, 'one');
    await put(aws, 'two');
    const ofType = (ShardIteratorType: ShardIteratorType, StartingSequenceNumber?: string) =>
      aws.kinesis.send(
        new GetShardIteratorCommand({
          StreamName: 'pushes',
          ShardId: 'shardId-000000000000',
          ShardIteratorType,
          StartingSequenceNumber,
        }),
      );
    const after = await ofType(ShardIteratorType.AFTER_SEQUENCE_NUMBER, SequenceNumber);
    const latest = await ofType(ShardIteratorType.LATEST);
    await put(aws, 'three');
    const read = async (ShardIterator?: string) =>
      (await aws.kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records?.map(textOf);
    expect(await read(after.ShardIterator)).toEqual(['two', 'three']);
    expect(await read(latest.ShardIterator)).toEqual(['three']);
  },

  'a key decides the shard, by its MD5': async (aws) => {
    await makeStream(aws, 'pushes', 2);
    // MD5 of "web" begins with 2, that of "api" with 8.
    expect((await put(aws, 'x', 'web')).ShardId).toBe('shardId-000000000000');
    expect((await put(aws, 'x', 'api')).ShardId).toBe('shardId-000000000001');
  },

  'records are put together': async (aws) => {
    await makeStream(aws, 'pushes');
    const { FailedRecordCount, Records } = await aws.kinesis.send(
      new PutRecordsCommand({
        StreamName: 'pushes',
        Records: ['one', 'two'].map((text) => ({ Data: encoder.encode(text), PartitionKey: 'web' })),
      }),
    );
    expect([FailedRecordCount, Records?.length]).toEqual([0, 2]);
    expect((await readStream(aws, 'pushes', 2)).map(textOf)).toEqual(['one', 'two']);
  },

  'a stream that is not there is refused by that name': async (aws) => {
    await expect(put(aws, 'x')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Stream pushes under account ${aws.id} not found.`,
    });
  },

  'a stream is made once': async (aws) => {
    await makeStream(aws, 'pushes');
    await expect(
      aws.kinesis.send(new CreateStreamCommand({ StreamName: 'pushes', ShardCount: 1 })),
    ).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Stream pushes under account ${aws.id} already exists.`,
    });
  },
};
