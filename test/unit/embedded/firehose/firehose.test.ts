import { gunzipSync } from 'node:zlib';
import {
  ConcurrentModificationException,
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  InvalidArgumentException,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  TagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from '@aws-sdk/client-firehose';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { openDeliveryStreams } from '../../../../src/embedded/firehose/delivery-streams.ts';
import { firehose } from '../../../../src/embedded/firehose/firehose.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:59:30Z');
const DeliveryStreamName = 'archive';
const S3 = { RoleARN: 'arn:aws:iam::123456789012:role/firehose', BucketARN: 'arn:aws:s3:::events' };

interface Transformation {
  readonly records: readonly { readonly recordId: string; readonly data: string }[];
}

/** Delivery streams of their own for each test, and the SDK's client for them. */
function stage(answer: (event: Transformation) => unknown = () => ({}), takesNamedAsGiven = false) {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, takesNamedAsGiven };
  const streams = openStreams(scene);
  const invoked: string[] = [];
  const deliveryStreams = openDeliveryStreams(scene, {
    streams,
    functions: {
      invoke: async (arn, payload) => {
        invoked.push(arn);
        const value = answer(JSON.parse(payload) as Transformation);
        return value === undefined ? { functionError: 'Unhandled' } : { payload: JSON.stringify(value) };
      },
    },
  });
  const client = new FirehoseClient({
    ...CLIENT,
    requestHandler: sdkRequestHandler(answering(firehose({ deliveryStreams }))),
  });
  const create = (input: Partial<CreateDeliveryStreamCommandInput> = { ExtendedS3DestinationConfiguration: S3 }) =>
    client.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, ...input }));
  const put = (text: string) =>
    client.send(new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(text) } }));
  const written = () =>
    deliveryStreams.objects('events').map(({ key, body }) => [key, Buffer.from(body).toString()] as const);
  return { agenda, streams, deliveryStreams, client, invoked, create, put, written };
}

function withLambda(parameters: object = {}) {
  return {
    ExtendedS3DestinationConfiguration: {
      ...S3,
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          {
            Type: 'Lambda' as const,
            Parameters: [
              {
                ParameterName: 'LambdaArn' as const,
                ParameterValue: 'arn:aws:lambda:us-east-2:123456789012:function:shape',
              },
            ],
          },
        ],
      },
      ...parameters,
    },
  };
}

test('records run together in one object, which is written when the buffer has waited long enough', async () => {
  const { agenda, client, create, put, written } = stage();
  await create();
  expect((await put('{"a":1}')).RecordId).toMatch(/^[0-9a-f]{120}$/);
  const { FailedPutCount, RequestResponses } = await client.send(
    new PutRecordBatchCommand({
      DeliveryStreamName,
      Records: [{ Data: Buffer.from('{"a":2}') }, { Data: Buffer.from('{"a":3}') }],
    }),
  );
  expect([FailedPutCount, RequestResponses?.length]).toEqual([0, 2]);
  await agenda.runUntil(NOW + 299_999);
  expect(written()).toEqual([]);
  await agenda.runUntil(NOW + 300_000);
  expect(written()).toEqual([
    [expect.stringMatching(/^2026\/01\/15\/09\/archive-1-2026-01-15-09-59-30-[0-9a-f-]{36}$/), '{"a":1}{"a":2}{"a":3}'],
  ]);
});

test('a buffer is written as soon as it is full, and the next one waits anew', async () => {
  const { agenda, create, put, written } = stage();
  await create({
    S3DestinationConfiguration: { ...S3, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } },
  });
  await put('x'.repeat(600_000));
  await put('y'.repeat(600_000));
  await agenda.runUntil(NOW + 1_000);
  expect(written().map(([, text]) => text.length)).toEqual([1_200_000]);
  await put('z');
  await agenda.runUntil(NOW + 60_999);
  expect(written()).toHaveLength(1);
  await agenda.runUntil(NOW + 61_000);
  expect(written()).toHaveLength(2);
});

test('prefixes, compression and a delimiter are as they were asked for', async () => {
  const { agenda, deliveryStreams, create, put } = stage();
  await create({
    ExtendedS3DestinationConfiguration: {
      ...S3,
      Prefix: "ecr/!{timestamp:yyyy'-'MM}/",
      CompressionFormat: 'GZIP',
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          { Type: 'AppendDelimiterToRecord', Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }] },
        ],
      },
    },
  });
  await put('a');
  await put('b');
  await agenda.settle(300_000);
  const [object] = deliveryStreams.objects();
  expect(object?.key).toMatch(/^ecr\/2026-01\/archive-1-.*\.gz$/);
  expect(gunzipSync(object!.body).toString()).toBe('a\nb\n');
});

test('a function transforms, drops or fails each record', async () => {
  const { agenda, create, put, written } = stage(({ records }) => ({
    records: records.map(({ recordId, data }) => {
      const text = Buffer.from(data, 'base64').toString();
      const result = { keep: 'Ok', drop: 'Dropped' }[text] ?? 'ProcessingFailed';
      return { recordId, result, data: Buffer.from(text.toUpperCase()).toString('base64') };
    }),
  }));
  await create(withLambda());
  for (const text of ['keep', 'drop', 'fail']) await put(text);
  await agenda.settle(300_000);
  const [kept, failed] = written();
  expect(kept![1]).toBe('KEEP');
  expect(failed![0]).toMatch(/^processing-failed\/2026\/01\/15\/09\/archive-1-/);
  expect(JSON.parse(failed![1])).toMatchObject({
    attemptsMade: 1,
    errorCode: 'Lambda.ProcessingFailedStatus',
    rawData: Buffer.from('fail').toString('base64'),
  });
});

test('a function that fails is tried four times in all, and its records are kept', async () => {
  const { agenda, create, put, written, invoked } = stage(() => undefined);
  await create(withLambda({ ErrorOutputPrefix: 'bad/!{firehose:error-output-type}/' }));
  await put('a');
  await agenda.settle(300_000);
  expect(invoked).toHaveLength(4);
  expect(written()).toEqual([
    [expect.stringMatching(/^bad\/processing-failed\/2026\//), expect.stringContaining('"attemptsMade":4')],
  ]);
});

test('a delivery stream reads from a data stream whatever comes in after it was created', async () => {
  const { agenda, streams, create, put, written } = stage();
  const { arn } = streams.create('events', { shards: 2 });
  const record = (text: string, partitionKey: string) => streams.put(arn, { data: Buffer.from(text), partitionKey });
  record('before', 'a');
  await create({
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: { KinesisStreamARN: arn, RoleARN: S3.RoleARN },
    ExtendedS3DestinationConfiguration: S3,
  });
  record('1', 'a');
  record('2', 'a');
  await agenda.settle(300_000);
  expect(written().map(([, text]) => text)).toEqual(['12']);
  await expect(put('x')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
  });
});

test('a delivery stream describes itself, and changes only from the version that is known', async () => {
  const { client, create } = stage();
  await create();
  const update = (CurrentDeliveryStreamVersionId: string) =>
    client.send(
      new UpdateDestinationCommand({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId,
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationUpdate: { Prefix: 'p/' },
      }),
    );
  await update('1');
  await expect(update('1')).rejects.toSatisfy(
    (error) =>
      error instanceof ConcurrentModificationException &&
      error.message ===
        'Cannot update firehose: archive since the current version id: 2 and specified version id: 1 do not match',
  );
  const { DeliveryStreamDescription } = await client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  expect(DeliveryStreamDescription).toMatchObject({
    DeliveryStreamARN: 'arn:aws:firehose:us-east-2:123456789012:deliverystream/archive',
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'DirectPut',
    VersionId: '2',
    CreateTimestamp: new Date(NOW),
    Destinations: [
      {
        ExtendedS3DestinationDescription: {
          ...S3,
          Prefix: 'p/',
          BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
          CompressionFormat: 'UNCOMPRESSED',
          S3BackupMode: 'Disabled',
        },
      },
    ],
  });
});

test('delivery streams are listed by name, tagged and deleted', async () => {
  const { client, create, put } = stage();
  await create({ ExtendedS3DestinationConfiguration: S3, Tags: [{ Key: 'team', Value: 'a' }] });
  await create({ DeliveryStreamName: 'other', ExtendedS3DestinationConfiguration: S3 });
  await client.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: 'env', Value: 'b' }] }));
  expect((await client.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))).Tags).toEqual([
    { Key: 'env', Value: 'b' },
    { Key: 'team', Value: 'a' },
  ]);
  expect(await client.send(new ListDeliveryStreamsCommand({ Limit: 1 }))).toMatchObject({
    DeliveryStreamNames: ['archive'],
    HasMoreDeliveryStreams: true,
  });
  await client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  await expect(put('x')).rejects.toSatisfy(
    (error) =>
      error instanceof ResourceNotFoundException &&
      error.message === 'Firehose archive under account 123456789012 not found.',
  );
});

test('what cannot be done is refused', async () => {
  const { client, create, put } = stage();
  await create();
  await expect(create()).rejects.toBeInstanceOf(ResourceInUseException);
  await expect(create({ DeliveryStreamName: 'none' })).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'Exactly one destination configuration is supported for a Firehose',
  });
  await expect(
    create({
      DeliveryStreamName: 'http',
      HttpEndpointDestinationConfiguration: {
        EndpointConfiguration: { Url: 'https://example.com' },
        S3Configuration: S3,
      },
    }),
  ).rejects.toBeInstanceOf(InvalidArgumentException);
  await expect(put('x'.repeat(1_024_001))).rejects.toMatchObject({
    message: expect.stringMatching(
      /at 'record\.data' failed to satisfy constraint: Member must have length less than or equal to 1024000$/,
    ) as string,
  });
  await expect(
    client.send(
      new PutRecordBatchCommand({
        DeliveryStreamName,
        Records: Array.from({ length: 5 }, () => ({ Data: Buffer.alloc(1_000_000) })),
      }),
    ),
  ).rejects.toMatchObject({ message: 'Records size exceeds 4 MB limit' });
});

test('a delivery stream that is only named writes to a bucket of its name, where what is named is taken as given', async () => {
  const { agenda, deliveryStreams, client, put } = stage(() => ({}), true);
  await put('x');
  await agenda.settle(300_000);
  expect(deliveryStreams.objects('archive')).toHaveLength(1);
  await client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  await expect(put('x')).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('destinations other than S3 are refused by name, also when a stream is to change to one', async () => {
  const { client, create } = stage();
  await create();
  const endpoint = { Url: 'https://example.com', Name: 'hook' };
  await expect(
    client.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: 'hook',
        HttpEndpointDestinationConfiguration: { EndpointConfiguration: endpoint, S3Configuration: S3 },
      }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'HttpEndpointDestinationConfiguration is not embedded: S3 is the only destination.',
  });
  await expect(
    client.send(
      new UpdateDestinationCommand({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: '1',
        DestinationId: 'destinationId-000000000001',
        HttpEndpointDestinationUpdate: { EndpointConfiguration: endpoint },
      }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'HttpEndpointDestinationUpdate is not embedded: S3 is the only destination.',
  });
});

test('sources other than Kinesis are refused by name', async () => {
  const { create } = stage();
  await expect(
    create({
      ExtendedS3DestinationConfiguration: S3,
      MSKSourceConfiguration: {
        MSKClusterARN: 'arn:aws:kafka:us-east-2:123456789012:cluster/c/1',
        TopicName: 't',
        AuthenticationConfiguration: { RoleARN: S3.RoleARN, Connectivity: 'PUBLIC' },
      },
    }),
  ).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'MSKSourceConfiguration is not embedded: records are put, or read from a Kinesis stream.',
  });
});
