import { Fault } from '../../wire/fault.ts';
import type { S3Destination } from './delivery-stream.ts';
import type { DeliveryStreams } from './delivery-streams.ts';
import { describeDeliveryStream, typeOf } from './describe.ts';

interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

interface CreateInput {
  readonly DeliveryStreamName: string;
  readonly KinesisStreamSourceConfiguration?: { readonly KinesisStreamARN: string; readonly RoleARN: string };
  readonly S3DestinationConfiguration?: S3Destination;
  readonly ExtendedS3DestinationConfiguration?: S3Destination;
  readonly DeliveryStreamEncryptionConfigurationInput?: object;
  readonly Tags?: readonly Tag[];
  readonly [member: string]: unknown;
}

interface UpdateInput {
  readonly DeliveryStreamName: string;
  readonly CurrentDeliveryStreamVersionId: string;
  readonly DestinationId: string;
  readonly S3DestinationUpdate?: Partial<S3Destination>;
  readonly ExtendedS3DestinationUpdate?: Partial<S3Destination>;
}

interface StreamNamed {
  readonly DeliveryStreamName: string;
}

/** What creates, describes, lists, changes, tags and deletes delivery streams. */
export function lifecycleOperations(streams: DeliveryStreams) {
  function create(input: CreateInput) {
    const { KinesisStreamSourceConfiguration: kinesis, ExtendedS3DestinationConfiguration: extended } = input;
    const destination = extended ?? input.S3DestinationConfiguration;
    refuseOthers(input);
    if (destination === undefined) {
      throw new Fault('InvalidArgumentException', 'Exactly one destination configuration is supported for a Firehose');
    }
    checkCompression(destination);
    const stream = streams.create(input.DeliveryStreamName, {
      destination,
      extended: extended !== undefined,
      ...(kinesis !== undefined && { source: { arn: kinesis.KinesisStreamARN, roleArn: kinesis.RoleARN } }),
    });
    for (const { Key, Value = '' } of input.Tags ?? []) stream.tags.set(Key, Value);
    stream.encrypted = input.DeliveryStreamEncryptionConfigurationInput !== undefined;
    return { DeliveryStreamARN: stream.arn };
  }

  function update(input: UpdateInput): void {
    refuseOthers(input);
    const stream = streams.find(input.DeliveryStreamName);
    const { CurrentDeliveryStreamVersionId: version, DestinationId: id } = input;
    if (version !== String(stream.version)) {
      throw new Fault(
        'ConcurrentModificationException',
        `Cannot update firehose: ${stream.name} since the current version id: ${stream.version} and specified version id: ${version} do not match`,
      );
    }
    if (id !== 'destinationId-000000000001') {
      throw new Fault('InvalidArgumentException', `Destination Id ${id} not found`);
    }
    const { ExtendedS3DestinationUpdate: extended, S3DestinationUpdate: plain } = input;
    const destination = { ...stream.destination, ...plain, ...extended };
    checkCompression(destination);
    stream.destination = destination;
    stream.extended ||= extended !== undefined;
    stream.version += 1;
    stream.updated = streams.scene.agenda.now();
  }

  function list(input: {
    readonly Limit?: number;
    readonly DeliveryStreamType?: string;
    readonly ExclusiveStartDeliveryStreamName?: string;
  }) {
    const { Limit = 10, DeliveryStreamType: type, ExclusiveStartDeliveryStreamName: after } = input;
    const all = streams
      .list()
      .filter(
        (stream) => (type === undefined || typeOf(stream) === type) && (after === undefined || stream.name > after),
      );
    return {
      DeliveryStreamNames: all.slice(0, Limit).map(({ name }) => name),
      HasMoreDeliveryStreams: all.length > Limit,
    };
  }

  function listTags(input: StreamNamed & { readonly ExclusiveStartTagKey?: string; readonly Limit?: number }) {
    const { ExclusiveStartTagKey: after, Limit = 50 } = input;
    const tags = [...streams.find(input.DeliveryStreamName).tags]
      .map(([Key, Value]) => ({ Key, Value }))
      .filter(({ Key }) => after === undefined || Key > after)
      .toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
    return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
  }

  return {
    CreateDeliveryStream: create,
    DeleteDeliveryStream: (input: StreamNamed) => streams.delete(input.DeliveryStreamName),
    DescribeDeliveryStream: (input: StreamNamed) => ({
      DeliveryStreamDescription: describeDeliveryStream(streams.find(input.DeliveryStreamName)),
    }),
    ListDeliveryStreams: list,
    UpdateDestination: update,
    TagDeliveryStream: (input: StreamNamed & { readonly Tags: readonly Tag[] }): void => {
      const { tags } = streams.find(input.DeliveryStreamName);
      for (const { Key, Value = '' } of input.Tags) tags.set(Key, Value);
    },
    UntagDeliveryStream: (input: StreamNamed & { readonly TagKeys: readonly string[] }): void => {
      const { tags } = streams.find(input.DeliveryStreamName);
      for (const key of input.TagKeys) tags.delete(key);
    },
    ListTagsForDeliveryStream: listTags,
    StartDeliveryStreamEncryption: (input: StreamNamed): void => {
      streams.find(input.DeliveryStreamName).encrypted = true;
    },
    StopDeliveryStreamEncryption: (input: StreamNamed): void => {
      streams.find(input.DeliveryStreamName).encrypted = false;
    },
  };
}

/** Refuses what is not done here, rather than to leave it out. */
function refuseOthers(input: object): void {
  const destination = Object.keys(input).find(
    (key) => /Destination(?:Configuration|Update)$/.test(key) && !/^(?:Extended)?S3/.test(key),
  );
  if (destination !== undefined) {
    throw new Fault('InvalidArgumentException', `${destination} is not embedded: S3 is the only destination.`);
  }
  const source = ['MSKSourceConfiguration', 'DatabaseSourceConfiguration'].find((key) => key in input);
  if (source !== undefined) {
    throw new Fault(
      'InvalidArgumentException',
      `${source} is not embedded: records are put, or read from a Kinesis stream.`,
    );
  }
}

function checkCompression({ CompressionFormat: format = 'UNCOMPRESSED' }: S3Destination): void {
  if (format === 'UNCOMPRESSED' || format === 'GZIP') return;
  throw new Fault('InvalidArgumentException', `Compression with ${format} is not embedded: UNCOMPRESSED and GZIP are.`);
}
