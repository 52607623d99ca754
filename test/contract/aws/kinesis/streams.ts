import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  ListStreamsCommand,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeStream, put } from './stream.ts';

/** What Kinesis promises of streams as such. */
export const STREAMS: Promises = {
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
    await waitUntilStreamNotExists(
      { client: aws.kinesis, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { StreamName: 'pushes' },
    );
    expect((await aws.kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
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
