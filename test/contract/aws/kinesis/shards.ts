import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeStream } from './stream.ts';

const StreamName = 'pushes';

/** What streams promise of their shards, and of what is set about them. */
export const SHARDS: Promises = {
  'a shard is split, and its parts are merged': async (aws) => {
    await makeStream(aws, StreamName);
    const active = () =>
      waitUntilStreamExists({ client: aws.kinesis, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { StreamName });
    const shards = async () =>
      (await aws.kinesis.send(new ListShardsCommand({ StreamName }))).Shards?.map(
        ({ ShardId, ParentShardId, AdjacentParentShardId }) => [
          Number(ShardId!.slice(-2)),
          ParentShardId?.slice(-1),
          AdjacentParentShardId?.slice(-1),
        ],
      );
    await aws.kinesis.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: '170141183460469231731687303715884105728',
      }),
    );
    await active();
    await aws.kinesis.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: 'shardId-000000000001',
        AdjacentShardToMerge: 'shardId-000000000002',
      }),
    );
    await active();
    expect(await shards()).toEqual([
      [0, undefined, undefined],
      [1, '0', undefined],
      [2, '0', undefined],
      [3, '1', '2'],
    ]);
  },

  'retention grows and shrinks, but not below a day': async (aws) => {
    await makeStream(aws, StreamName);
    await aws.kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
    const { StreamDescriptionSummary } = await aws.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    expect(StreamDescriptionSummary?.RetentionPeriodHours).toBe(48);
    await expect(
      aws.kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 23 })),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  },

  'a stream is tagged': async (aws) => {
    await makeStream(aws, StreamName);
    await aws.kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'web', stage: 'test' } }));
    await aws.kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['stage'] }));
    const { Tags } = await aws.kinesis.send(new ListTagsForStreamCommand({ StreamName }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
  },
};
