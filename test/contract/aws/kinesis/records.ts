import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordsCommand,
  ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeStream, put, readStream, textOf } from './stream.ts';

const encoder = new TextEncoder();

/** What Kinesis promises of records. */
export const RECORDS: Promises = {
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
};
