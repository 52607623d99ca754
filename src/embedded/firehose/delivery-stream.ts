import type { Instant } from '../../clock.ts';

/** One step of a processing configuration, as `ProcessingConfiguration.Processors` gives it. */
export interface Processor {
  readonly Type: string;
  readonly Parameters?: readonly { readonly ParameterName: string; readonly ParameterValue: string }[];
}

/** An S3 destination, in the members of both `S3DestinationConfiguration` and `ExtendedS3DestinationConfiguration`. */
export interface S3Destination {
  readonly RoleARN: string;
  readonly BucketARN: string;
  readonly Prefix?: string;
  readonly ErrorOutputPrefix?: string;
  readonly BufferingHints?: { readonly SizeInMBs?: number; readonly IntervalInSeconds?: number };
  readonly CompressionFormat?: string;
  readonly FileExtension?: string;
  readonly ProcessingConfiguration?: { readonly Enabled?: boolean; readonly Processors?: readonly Processor[] };
  readonly [member: string]: unknown;
}

/** A record as it waits to be delivered. */
export interface BufferedRecord {
  readonly id: string;
  readonly arrived: Instant;
  readonly data: Uint8Array;
}

/** An object that a delivery stream has written. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly written: Instant;
}

/** A delivery stream. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  /** A stream that is read in place of being put to. */
  readonly source?: { readonly arn: string; readonly roleArn: string };
  readonly tags: Map<string, string>;
  destination: S3Destination;
  /** Whether the destination was given with the members of the extended kind. */
  extended: boolean;
  version: number;
  updated?: Instant;
  encrypted: boolean;
  buffer: BufferedRecord[];
  bufferedBytes: number;
}

/** The value of a processor's parameter. */
export function parameter({ Parameters = [] }: Processor, name: string): string | undefined {
  return Parameters.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;
}

/** The processors of a destination, if they are turned on. */
export function processors({ ProcessingConfiguration: processing }: S3Destination): readonly Processor[] {
  return processing?.Enabled === true ? (processing.Processors ?? []) : [];
}
