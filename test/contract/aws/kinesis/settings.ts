import {
  DeleteResourcePolicyCommand,
  DescribeStreamSummaryCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  GetResourcePolicyCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { active, makeStream } from './stream.ts';

const StreamName = 'pushes';

async function summary({ kinesis }: Account) {
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  return StreamDescriptionSummary;
}

/** What streams promise of how they are set. */
export const SETTINGS: Promises = {
  'a stream takes on its load by itself, when it is asked to': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    await aws.kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
    await active(aws, StreamName);
    expect((await summary(aws))?.StreamModeDetails).toMatchObject({ StreamMode: 'ON_DEMAND' });
  },

  'a record may be larger than 1 MiB where the stream says so': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    const put = () =>
      aws.kinesis.send(new PutRecordCommand({ StreamARN, PartitionKey: 'web', Data: new Uint8Array(1_100_000) }));
    await expect(put()).rejects.toMatchObject({ $fault: 'client' });
    await aws.kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 }));
    await active(aws, StreamName);
    expect((await summary(aws))?.MaxRecordSizeInKiB).toBe(2048);
    expect((await put()).ShardId).toBe('shardId-000000000000');
  },

  'a stream that shares records out by itself takes them without a key': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    const put = () => aws.kinesis.send(new PutRecordCommand({ StreamARN, Data: new Uint8Array([1]) }));
    await expect(put()).rejects.toMatchObject({ $fault: 'client' });
    await aws.kinesis.send(
      new UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy: 'AUTO' }),
    );
    await active(aws, StreamName);
    expect((await put()).ShardId).toBe('shardId-000000000000');
  },

  'a stream is encrypted with a key, and no longer': async (aws) => {
    await makeStream(aws, StreamName);
    const key = { StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
    await aws.kinesis.send(new StartStreamEncryptionCommand(key));
    await active(aws, StreamName);
    expect(await summary(aws)).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    await aws.kinesis.send(new StopStreamEncryptionCommand(key));
    await active(aws, StreamName);
    expect(await summary(aws)).toMatchObject({ EncryptionType: 'NONE' });
  },

  'the metrics of single shards are turned on and off': async (aws) => {
    await makeStream(aws, StreamName);
    const change = { StreamName, ShardLevelMetrics: ['IncomingRecords'] } as const;
    const metrics = { ...change, ShardLevelMetrics: [...change.ShardLevelMetrics] };
    expect(await aws.kinesis.send(new EnableEnhancedMonitoringCommand(metrics))).toMatchObject({
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ['IncomingRecords'],
    });
    expect(await aws.kinesis.send(new DisableEnhancedMonitoringCommand(metrics))).toMatchObject({
      CurrentShardLevelMetrics: ['IncomingRecords'],
      DesiredShardLevelMetrics: [],
    });
  },

  'a stream keeps a policy, until it is deleted': async (aws) => {
    const ResourceARN = await makeStream(aws, StreamName);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'readers',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: ['kinesis:GetRecords', 'kinesis:GetShardIterator'],
          Resource: ResourceARN,
        },
      ],
    });
    await aws.kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
    const kept = await aws.kinesis.send(new GetResourcePolicyCommand({ ResourceARN }));
    expect(JSON.parse(kept.Policy!)).toEqual(JSON.parse(Policy));
    await aws.kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
    expect((await aws.kinesis.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy).toBe('{}');
    await expect(aws.kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `No resource policy found for resource ARN ${ResourceARN}`,
    });
  },
};
