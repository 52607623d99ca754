import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { project } from '../unit/cli/project.ts';

const CONFIG = `export default {
  consumers: { reader: { handler: 'reader.mjs#handler' } },
  trails: { audit: { bucket: 'trail-logs', topic: 'files', logGroup: 'trail', eventSelectors: [{ readWriteType: 'WriteOnly' }] } },
  buckets: { 'trail-logs': { notifications: [{ consumer: 'reader' }] }, results: {} },
  topics: { files: { subscriptions: [{ queue: 'files' }] } },
};
`;

/** A function as its author would write it, with the SDK that lies elsewhere. */
const READER = `import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '${import.meta.resolve('@aws-sdk/client-s3')}';

const s3 = new S3Client({});

export async function handler(event) {
  const names = [];
  for (const { s3: { bucket, object } } of event.Records) {
    const Key = decodeURIComponent(object.key.replaceAll('+', ' '));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key }));
    const { Records } = JSON.parse(gunzipSync(await Body.transformToByteArray()));
    names.push(...Records.map(({ eventName }) => eventName));
  }
  await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'names', Body: JSON.stringify(names) }));
}
`;

interface File {
  readonly Records: readonly { readonly eventName: string }[];
}

test('a function on a bucket, a poller of a queue and a reader of a log group all have what was done to a registry', async () => {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'reader.mjs': READER });
  const server = folder.start(['serve', '--port', '0', '--clock', 'manual', '--config', 'ecreplay.config.mjs']);
  try {
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
    const how = { endpoint, region: 'us-east-1', credentials };
    const s3 = new S3Client(how);
    const textOf = async (Bucket: string, Key: string): Promise<Uint8Array> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return Body!.transformToByteArray();
    };
    await new ECRClient(how).send(new CreateRepositoryCommand({ repositoryName: 'team/web' }));
    await fetch(`${endpoint}/_ecreplay/clock?advance=12m`, { method: 'POST' });

    expect(JSON.parse(Buffer.from(await textOf('results', 'names')).toString())).toEqual(['CreateRepository']);

    const sqs = new SQSClient(how);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'files' }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const notices = Messages.map(
      ({ Body = '' }) => JSON.parse((JSON.parse(Body) as { Message: string }).Message) as object,
    );
    const [{ s3Bucket, s3ObjectKey: keys }] = notices as [{ s3Bucket: string; s3ObjectKey: string[] }];
    const { Records } = JSON.parse(gunzipSync(await textOf(s3Bucket, keys[0]!)).toString()) as File;
    expect([notices.length, keys.length, Records.map(({ eventName }) => eventName)]).toEqual([
      1,
      1,
      ['CreateRepository'],
    ]);

    const { events = [] } = await new CloudWatchLogsClient(how).send(
      new FilterLogEventsCommand({ logGroupName: 'trail', filterPattern: '{ $.eventSource = "ecr.amazonaws.com" }' }),
    );
    expect(events.map(({ logStreamName, message = '' }) => [logStreamName, JSON.parse(message) as object])).toEqual([
      ['123456789012_CloudTrail_us-east-1', Records[0]],
    ]);
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
});
