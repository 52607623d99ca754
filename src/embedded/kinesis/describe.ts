import { Fault } from '../../wire/fault.ts';
import { named, type Named } from './name.ts';
import { describeShard } from './shards.ts';
import { openShards, shardNumber, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** The shards that an account may have open, in the larger regions. */
const SHARD_LIMIT = 20_000;

/** CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams, DescribeLimits. */
export function streamOperations(streams: Streams) {
  function createStream(input: {
    readonly StreamName: string;
    readonly ShardCount?: number;
    readonly StreamModeDetails?: { readonly StreamMode: Stream['mode'] };
    readonly Tags?: Readonly<Record<string, string>>;
    readonly MaxRecordSizeInKiB?: number;
    readonly RecordDistributionStrategy?: Stream['distribution'];
  }): void {
    const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
    if (mode === 'ON_DEMAND' && input.ShardCount !== undefined) {
      throw new Fault('ValidationException', 'Request is invalid. ShardCount cannot be specified for On-Demand mode.');
    }
    if (mode === 'PROVISIONED' && input.ShardCount === undefined) {
      throw new Fault('ValidationException', 'Request is invalid. ShardCount must be specified for Provisioned mode.');
    }
    const stream = streams.create(input.StreamName, {
      mode,
      ...(input.ShardCount !== undefined && { shards: input.ShardCount }),
    });
    for (const [key, value] of Object.entries(input.Tags ?? {})) stream.tags.set(key, value);
    if (input.RecordDistributionStrategy !== undefined) stream.distribution = input.RecordDistributionStrategy;
    if (input.MaxRecordSizeInKiB !== undefined) stream.maxRecordKiB = input.MaxRecordSizeInKiB;
  }

  function deleteStream(input: Named & { readonly EnforceConsumerDeletion?: boolean }): void {
    const stream = named(streams, input);
    if (stream.consumers.size > 0 && input.EnforceConsumerDeletion !== true) {
      throw new Fault(
        'ResourceInUseException',
        `Stream ${stream.name} under account ${streams.scene.account} has consumers. Set EnforceConsumerDeletion to delete it with them.`,
      );
    }
    streams.delete(stream.name);
  }

  function describeStream(input: Named & { readonly Limit?: number; readonly ExclusiveStartShardId?: string }) {
    const stream = named(streams, input);
    const { Limit = 100, ExclusiveStartShardId } = input;
    const after = ExclusiveStartShardId === undefined ? -1 : shardNumber(ExclusiveStartShardId);
    const shards = stream.shards.filter(({ number }) => number > after);
    return {
      StreamDescription: {
        ...summary(stream),
        Shards: shards.slice(0, Limit).map(describeShard),
        HasMoreShards: shards.length > Limit,
      },
    };
  }

  function describeStreamSummary(input: Named) {
    const stream = named(streams, input);
    return {
      StreamDescriptionSummary: {
        ...summary(stream),
        OpenShardCount: openShards(stream).length,
        ConsumerCount: stream.consumers.size,
        MaxRecordSizeInKiB: stream.maxRecordKiB,
      },
    };
  }

  function listStreams(input: {
    readonly Limit?: number;
    readonly ExclusiveStartStreamName?: string;
    readonly NextToken?: string;
  }) {
    const { Limit = 100, NextToken, ExclusiveStartStreamName } = input;
    const after =
      NextToken === undefined ? ExclusiveStartStreamName : Buffer.from(NextToken, 'base64').toString('utf8');
    const rest = streams.list().filter(({ name }) => after === undefined || name > after);
    const page = rest.slice(0, Limit);
    const more = page.length < rest.length;
    return {
      StreamNames: page.map(({ name }) => name),
      StreamSummaries: page.map(({ name, arn, mode, created }) => ({
        StreamName: name,
        StreamARN: arn,
        StreamStatus: 'ACTIVE',
        StreamModeDetails: { StreamMode: mode },
        StreamCreationTimestamp: new Date(created),
      })),
      HasMoreStreams: more,
      ...(more && { NextToken: Buffer.from(page.at(-1)!.name).toString('base64') }),
    };
  }

  function describeLimits() {
    const all = streams.list();
    return {
      ShardLimit: SHARD_LIMIT,
      OpenShardCount: all.reduce((sum, stream) => sum + openShards(stream).length, 0),
      OnDemandStreamCount: all.filter(({ mode }) => mode === 'ON_DEMAND').length,
      OnDemandStreamCountLimit: 50,
    };
  }

  return {
    CreateStream: createStream,
    DeleteStream: deleteStream,
    DescribeStream: describeStream,
    DescribeStreamSummary: describeStreamSummary,
    ListStreams: listStreams,
    DescribeLimits: describeLimits,
  };
}

function summary(stream: Stream): object {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: new Date(stream.created),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.metrics] }],
    EncryptionType: stream.keyId === undefined ? 'NONE' : 'KMS',
    ...(stream.keyId !== undefined && { KeyId: stream.keyId }),
  };
}
