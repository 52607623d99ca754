import {
  CreateBucketCommand,
  DeleteObjectCommand,
  type Event,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { addRule } from '../../../../src/bus/add-rule.ts';
import { account } from './account.ts';

const Bucket = 'trail-logs';
const QueueArn = 'arn:aws:sqs:us-east-2:123456789012:files';
const LambdaFunctionArn = 'arn:aws:lambda:us-east-2:123456789012:function:reader';
const CREATED: Event[] = ['s3:ObjectCreated:*'];

async function told() {
  const { s3, agenda, estate } = account();
  await s3.send(new CreateBucketCommand({ Bucket }));
  estate.queues.create('files', {}, {});
  const heard: unknown[] = [];
  estate.functions.define('reader', (event) => {
    heard.push(event);
    return Promise.resolve({ kind: 'returned', value: null });
  });
  const received = async (): Promise<readonly unknown[]> => {
    await agenda.settle(5_000);
    const messages = await estate.queues.receive(QueueArn, { most: 10 });
    return messages.map(({ message }) => JSON.parse(message.body) as unknown);
  };
  return { s3, agenda, estate, heard, received };
}

test('a queue is told that it is told, and then of each object, with its key as a URL has it', async () => {
  const { s3, received } = await told();
  const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'AWSLogs/' }] } };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations: [{ Id: 'files', QueueArn, Events: CREATED, Filter }] },
    }),
  );
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'AWSLogs/a b/ü+.gz', Body: 'text' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'other', Body: 'text' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'AWSLogs/a b/ü+.gz' }));
  expect(await received()).toEqual([
    expect.objectContaining({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }),
    {
      Records: [
        expect.objectContaining({
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          awsRegion: 'us-east-2',
          s3: expect.objectContaining({
            configurationId: 'files',
            bucket: expect.objectContaining({ name: Bucket, arn: 'arn:aws:s3:::trail-logs' }),
            object: {
              key: 'AWSLogs/a+b/%C3%BC%2B.gz',
              size: 4,
              eTag: ETag?.replaceAll('"', ''),
              sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
            },
          }),
        }),
      ],
    },
  ]);
});

test('a function runs on an object, and not to be asked whether it is there', async () => {
  const { s3, agenda, heard } = await told();
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectRemoved:Delete'] }],
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'text' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  await agenda.settle(5_000);
  expect(heard).toEqual([{ Records: [expect.objectContaining({ eventName: 'ObjectRemoved:Delete' })] }]);
});

test('the default bus has an event of each object, once that is asked for', async () => {
  const { s3, agenda, estate, heard } = await told();
  addRule({ name: 'files', pattern: { source: ['aws.s3'] }, targets: [{ consumer: 'reader' }] }, estate);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'before', Body: 'text' }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a b', Body: 'text' }));
  await agenda.settle(5_000);
  expect(heard).toMatchObject([
    {
      'detail-type': 'Object Created',
      source: 'aws.s3',
      resources: ['arn:aws:s3:::trail-logs'],
      detail: { bucket: { name: Bucket }, object: { key: 'a b', size: 4 }, reason: 'PutObject' },
    },
  ]);
});

test('a destination that is not there, or does not let S3 in, is refused', async () => {
  const { s3, estate } = await told();
  const put = (QueueConfigurations: { QueueArn: string; Events: Event[] }[], SkipDestinationValidation = false) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { QueueConfigurations },
        SkipDestinationValidation,
      }),
    );
  const refused = { name: 'InvalidArgument', message: 'Unable to validate the following destination configurations' };
  const missing = QueueArn.replace('files', 'missing');
  await expect(put([{ QueueArn: missing, Events: CREATED }])).rejects.toMatchObject(refused);
  estate.queues.setAttributes(estate.queues.named('files'), {
    Policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }] }),
  });
  await expect(put([{ QueueArn, Events: CREATED }])).rejects.toMatchObject(refused);
  await expect(put([{ QueueArn, Events: [] }])).rejects.toMatchObject({ name: 'MalformedXML' });
  await put([{ QueueArn: missing, Events: CREATED }], true);
  const { QueueConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(QueueConfigurations).toEqual([{ Id: expect.any(String), QueueArn: missing, Events: CREATED }]);
});

test('a delivery stream writes into a bucket that is there, and whoever is told of the bucket is told', async () => {
  const { s3, agenda, estate, heard } = await told();
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: CREATED }] },
    }),
  );
  const RoleARN = 'arn:aws:iam::123456789012:role/delivery';
  estate.deliveryStreams.create('lines', {
    destination: { RoleARN, BucketARN: `arn:aws:s3:::${Bucket}`, Prefix: 'lines/' },
    extended: true,
  });
  estate.deliveryStreams.put('lines', Buffer.from('a line\n'));
  await agenda.settle(600_000);
  const [object] = estate.buckets.find(Bucket).objects.values();
  expect([object?.key.startsWith('lines/'), Buffer.from(object!.body).toString()]).toEqual([true, 'a line\n']);
  expect(heard).toHaveLength(1);
});
