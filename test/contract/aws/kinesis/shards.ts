import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeLimitsCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { active, makeStream } from './stream.ts';

const StreamName = 'pushes';

/** What streams promise of their shards, and of what is set about them. */
export const SHARDS: Promises = {
  'a shard is split, and its parts are merged': async (aws) => {
    await makeStream(aws, StreamName);
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
    await active(aws, StreamName);
    await aws.kinesis.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: 'shardId-000000000001',
        AdjacentShardToMerge: 'shardId-000000000002',
      }),
    );
    await active(aws, StreamName);
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

  'a stream is scaled, at most to twice what it was': async (aws) => {
    await makeStream(aws, StreamName);
    const scale = (TargetShardCount: number) =>
      aws.kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }));
    await expect(scale(3)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message:
        'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 1, Target shard count: 3',
    });
    expect(await scale(2)).toMatchObject({ StreamName, CurrentShardCount: 1, TargetShardCount: 2 });
    await active(aws, StreamName);
    const { StreamDescriptionSummary } = await aws.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    expect(StreamDescriptionSummary?.OpenShardCount).toBe(2);
  },

  'the shards of all streams are counted': async (aws) => {
    await makeStream(aws, StreamName, 2);
    await makeStream(aws, 'pulls');
    expect(await aws.kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({
      OpenShardCount: 3,
      OnDemandStreamCount: 0,
    });
  },

  'a stream is tagged': async (aws) => {
    await makeStream(aws, StreamName);
    await aws.kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'web', stage: 'test' } }));
    await aws.kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['stage'] }));
    const { Tags } = await aws.kinesis.send(new ListTagsForStreamCommand({ StreamName }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
  },

  'a stream is tagged as other resources are': async (aws) => {
    const ResourceARN = await makeStream(aws, StreamName);
    await aws.kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { team: 'web', stage: 'test' } }));
    await aws.kinesis.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['stage'] }));
    const { Tags } = await aws.kinesis.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
  },
};
