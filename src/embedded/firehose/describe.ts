import type { DeliveryStream } from './delivery-stream.ts';

/** A delivery stream as DescribeDeliveryStream words it. */
export function describeDeliveryStream(stream: DeliveryStream): object {
  const { source, updated, extended, destination } = stream;
  const described = {
    ...destination,
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300, ...destination.BufferingHints },
    CompressionFormat: destination.CompressionFormat ?? 'UNCOMPRESSED',
    EncryptionConfiguration: destination['EncryptionConfiguration'] ?? { NoEncryptionConfig: 'NoEncryption' },
    CloudWatchLoggingOptions: destination['CloudWatchLoggingOptions'] ?? { Enabled: false },
  };
  const { RoleARN, BucketARN, Prefix, ErrorOutputPrefix } = destination;
  const { BufferingHints, CompressionFormat, EncryptionConfiguration, CloudWatchLoggingOptions } = described;
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: { Status: stream.encrypted ? 'ENABLED' : 'DISABLED' },
    DeliveryStreamType: typeOf(stream),
    VersionId: String(stream.version),
    CreateTimestamp: new Date(stream.created),
    ...(updated !== undefined && { LastUpdateTimestamp: new Date(updated) }),
    ...(source !== undefined && {
      Source: {
        KinesisStreamSourceDescription: {
          KinesisStreamARN: source.arn,
          RoleARN: source.roleArn,
          DeliveryStartTimestamp: new Date(stream.created),
        },
      },
    }),
    Destinations: [
      {
        DestinationId: 'destinationId-000000000001',
        // The plain description is given for either kind, the extended one beside it.
        S3DestinationDescription: {
          RoleARN,
          BucketARN,
          Prefix,
          ErrorOutputPrefix,
          BufferingHints,
          CompressionFormat,
          EncryptionConfiguration,
          CloudWatchLoggingOptions,
        },
        ...(extended && {
          ExtendedS3DestinationDescription: {
            ...described,
            ProcessingConfiguration: destination.ProcessingConfiguration ?? { Enabled: false, Processors: [] },
            S3BackupMode: destination['S3BackupMode'] ?? 'Disabled',
          },
        }),
      },
    ],
    HasMoreDestinations: false,
  };
}

/** How records come into a delivery stream. */
export function typeOf({ source }: DeliveryStream): string {
  return source === undefined ? 'DirectPut' : 'KinesisStreamAsSource';
}
