import { Fault } from '../../wire/fault.ts';
import { named, type Named } from './name.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** Hours a stream can keep its records: a day to a year. */
const RETENTION = { least: 24, most: 8760 };

/** Every shard-level metric, which `ALL` stands for. */
const METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
];

/** What can be set on a stream: retention, mode, record size, encryption, monitoring, and its resource policy. */
export function settingOperations(streams: Streams) {
  function retention(input: Named & { readonly RetentionPeriodHours: number }): { stream: Stream; hours: number } {
    const stream = named(streams, input);
    const { RetentionPeriodHours: hours } = input;
    const requested = `Requested retention period (${hours} hours)`;
    if (hours < RETENTION.least) {
      throw new Fault(
        'InvalidArgumentException',
        `Minimum allowed retention period is ${RETENTION.least} hours. ${requested} is too short.`,
      );
    }
    if (hours > RETENTION.most) {
      throw new Fault(
        'InvalidArgumentException',
        `Maximum allowed retention period is ${RETENTION.most} hours. ${requested} is too long.`,
      );
    }
    return { stream, hours };
  }

  function change(direction: 'longer' | 'shorter', { stream, hours }: { stream: Stream; hours: number }): void {
    const wrong = direction === 'longer' ? hours < stream.retentionHours : hours > stream.retentionHours;
    if (wrong) {
      throw new Fault(
        'InvalidArgumentException',
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be ${direction === 'longer' ? 'shorter' : 'longer'} than ` +
          `existing retention period (${stream.retentionHours} hours). Use ${direction === 'longer' ? 'Decrease' : 'Increase'}RetentionPeriod API.`,
      );
    }
    stream.retentionHours = hours;
  }

  function monitor(input: Named & { readonly ShardLevelMetrics: readonly string[] }, turnOn: boolean) {
    const stream = named(streams, input);
    const before = [...stream.metrics];
    for (const metric of input.ShardLevelMetrics.includes('ALL') ? METRICS : input.ShardLevelMetrics) {
      if (turnOn) stream.metrics.add(metric);
      else stream.metrics.delete(metric);
    }
    return {
      StreamName: stream.name,
      StreamARN: stream.arn,
      CurrentShardLevelMetrics: before,
      DesiredShardLevelMetrics: [...stream.metrics],
    };
  }

  return {
    IncreaseStreamRetentionPeriod: (input: Parameters<typeof retention>[0]) => change('longer', retention(input)),
    DecreaseStreamRetentionPeriod: (input: Parameters<typeof retention>[0]) => change('shorter', retention(input)),
    UpdateStreamMode: (
      input: Named & { readonly StreamModeDetails: { readonly StreamMode: Stream['mode'] } },
    ): void => {
      named(streams, input).mode = input.StreamModeDetails.StreamMode;
    },
    UpdateStreamRecordDistributionStrategy: (input: {
      readonly StreamARN: string;
      readonly RecordDistributionStrategy: Stream['distribution'];
    }): void => {
      streams.find(input.StreamARN).distribution = input.RecordDistributionStrategy;
    },
    UpdateMaxRecordSize: (input: Named & { readonly MaxRecordSizeInKiB: number }): void => {
      named(streams, input).maxRecordKiB = input.MaxRecordSizeInKiB;
    },
    StartStreamEncryption: (input: Named & { readonly KeyId: string }): void => {
      named(streams, input).keyId = input.KeyId;
    },
    StopStreamEncryption: (input: Named): void => {
      delete named(streams, input).keyId;
    },
    EnableEnhancedMonitoring: (input: Parameters<typeof monitor>[0]) => monitor(input, true),
    DisableEnhancedMonitoring: (input: Parameters<typeof monitor>[0]) => monitor(input, false),
    PutResourcePolicy: ({ ResourceARN, Policy }: { readonly ResourceARN: string; readonly Policy: string }): void => {
      streams.find(ResourceARN).policy = Policy;
    },
    // Where none has been put it is one that says nothing.
    GetResourcePolicy: ({ ResourceARN }: { readonly ResourceARN: string }) => ({
      Policy: streams.find(ResourceARN).policy ?? '{}',
    }),
    DeleteResourcePolicy: ({ ResourceARN }: { readonly ResourceARN: string }): void => {
      const stream = streams.find(ResourceARN);
      if (stream.policy === undefined)
        throw new Fault('ResourceNotFoundException', `No resource policy found for resource ARN ${ResourceARN}`);
      delete stream.policy;
    },
  };
}
