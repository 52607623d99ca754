import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from '@aws-sdk/client-firehose';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { DeliveryStreamName, description, makeDeliveryStream } from './stream.ts';

const encoder = new TextEncoder();
const record = (text: string) => ({ Data: encoder.encode(text) });

/** What Data Firehose promises. */
export const FIREHOSE: Promises = {
  'a delivery stream is made, described, listed and deleted': async (aws) => {
    const DeliveryStreamARN = await makeDeliveryStream(aws);
    expect(DeliveryStreamARN).toBe(aws.arn('firehose', 'deliverystream/archive'));
    expect(await description(aws)).toMatchObject({
      DeliveryStreamName,
      DeliveryStreamARN,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      VersionId: '1',
      HasMoreDestinations: false,
      Destinations: [
        {
          DestinationId: 'destinationId-000000000001',
          ExtendedS3DestinationDescription: {
            BucketARN: 'arn:aws:s3:::contract-archive',
            Prefix: 'pushes/',
            BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
            CompressionFormat: 'UNCOMPRESSED',
          },
        },
      ],
    });
    const list = async () => (await aws.firehose.send(new ListDeliveryStreamsCommand({}))).DeliveryStreamNames;
    expect(await list()).toEqual([DeliveryStreamName]);
    await aws.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    const end = Date.now() + 5_000;
    while ((await list())?.length !== 0 && Date.now() < end);
    await expect(description(aws)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Firehose ${DeliveryStreamName} under account ${aws.id} not found.`,
    });
  },

  'a delivery stream is made once': async (aws) => {
    await makeDeliveryStream(aws);
    await expect(makeDeliveryStream(aws)).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Firehose ${DeliveryStreamName} under accountId ${aws.id} already exists`,
    });
  },

  'a delivery stream needs a destination': async ({ firehose }) => {
    await expect(firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName }))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'Exactly one destination configuration is supported for a Firehose',
    });
  },

  'each record that is put has an id': async (aws) => {
    await makeDeliveryStream(aws);
    const one = await aws.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: record('one\n') }));
    const { FailedPutCount, RequestResponses = [] } = await aws.firehose.send(
      new PutRecordBatchCommand({ DeliveryStreamName, Records: [record('two\n'), record('three\n')] }),
    );
    expect(FailedPutCount).toBe(0);
    const ids = [one.RecordId, ...RequestResponses.map(({ RecordId }) => RecordId)];
    expect(ids.every((id) => id !== undefined && id.length > 0)).toBe(true);
    expect(new Set(ids).size).toBe(3);
  },

  'a record goes nowhere without a stream': async (aws) => {
    await expect(
      aws.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: record('one') })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Firehose ${DeliveryStreamName} under account ${aws.id} not found.`,
    });
  },

  'a destination is changed by who knows its version': async (aws) => {
    await makeDeliveryStream(aws);
    const update = (CurrentDeliveryStreamVersionId: string) =>
      aws.firehose.send(
        new UpdateDestinationCommand({
          DeliveryStreamName,
          CurrentDeliveryStreamVersionId,
          DestinationId: 'destinationId-000000000001',
          ExtendedS3DestinationUpdate: { Prefix: 'other/' },
        }),
      );
    await expect(update('7')).rejects.toMatchObject({
      name: 'ConcurrentModificationException',
      message:
        'Cannot update firehose: archive since the current version id: 1 and specified version id: 7 do not match',
    });
    await update('1');
    expect(await description(aws)).toMatchObject({
      VersionId: '2',
      Destinations: [
        {
          ExtendedS3DestinationDescription: { Prefix: 'other/', BucketARN: 'arn:aws:s3:::contract-archive' },
        },
      ],
    });
  },

  'a delivery stream is encrypted, and no longer': async (aws) => {
    await makeDeliveryStream(aws);
    const put = async () =>
      (await aws.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: record('one') }))).Encrypted;
    const status = async () => (await description(aws))?.DeliveryStreamEncryptionConfiguration?.Status;
    await aws.firehose.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
    expect(await status()).toMatch(/^ENABL/);
    expect(await put()).toBe(true);
    await aws.firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
    expect(await status()).toMatch(/^DISABL/);
    expect(await put()).toBe(false);
  },

  'a delivery stream is tagged': async (aws) => {
    await makeDeliveryStream(aws);
    const list = async () =>
      (await aws.firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))).Tags;
    await aws.firehose.send(
      new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: 'team', Value: 'web' }] }),
    );
    expect(await list()).toEqual([{ Key: 'team', Value: 'web' }]);
    await aws.firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['team'] }));
    expect(await list()).toEqual([]);
  },
};
