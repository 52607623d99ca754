import {
  CreateEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bucketObjects } from '../../src/recording/capture/bucket.ts';
import { deadLetterQueue } from '../../src/recording/capture/dead-letter-queue.ts';
import { eventBus } from '../../src/recording/capture/event-bus.ts';
import { objectsSource } from '../../src/recording/capture/read-objects.ts';
import { type Reach, withReach } from '../../src/recording/capture/reach.ts';
import { all, event, record } from '../unit/recording/capture/said.ts';
import { localStack } from './localstack.ts';

// Archives are not read here: StartReplay of LocalStack 4.14 fails with an error of its own as soon as it has anything to replay.
const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const region = 'us-east-2';

interface Account {
  readonly id: string;
  readonly config: object;
}

let opened = 0;

/** An account that nobody else has used, with a way there as sources have it. */
async function within(use: (account: Account, reach: Reach) => Promise<void>): Promise<void> {
  opened += 1;
  const id = `${String(Date.now()).slice(-9)}${String(opened).padStart(3, '7')}`;
  const state = mkdtempSync(join(tmpdir(), 'ecreplay-state-'));
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: 'secret', ECREPLAY_STATE: state });
  try {
    await withReach({ account: id, region, endpoint }, (reach) => use({ id, config: { region, endpoint } }, reach));
  } finally {
    rmSync(state, { recursive: true });
  }
}

const entry = (EventBusName: string, name: string) => ({
  EventBusName,
  Source: 'my.registry',
  DetailType: 'ECR Image Action',
  Detail: JSON.stringify({ name }),
});

describe.skipIf(localStack(endpoint).absent !== undefined)('recording from LocalStack', { timeout: 120_000 }, () => {
  test('dead letters are read with why they died, and stay', async () => {
    await within(async ({ config }, reach) => {
      const sqs = new SQSClient(config);
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dlq' }));
      const MessageAttributes = { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } };
      await sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event('e-1')), MessageAttributes }),
      );
      const { found, ids } = await all(deadLetterQueue('dlq', {}, reach));
      expect(ids).toEqual(['e-1']);
      expect(found[0]?.deadLetter).toEqual({ ERROR_CODE: 'NO_PERMISSIONS' });
      expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toHaveLength(1);
    });
  });

  test('log files in a bucket are read', async () => {
    await within(async ({ config, id }, reach) => {
      const s3 = new S3Client({ ...config, forcePathStyle: true });
      const Bucket = `trail-${id}`;
      await s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'us-east-2' } }),
      );
      const Body = gzipSync(JSON.stringify({ Records: [record('r-1'), record('r-2')] }));
      const Key = `AWSLogs/${id}/CloudTrail/us-east-2/2026/01/15/a.json.gz`;
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
      expect((await all(objectsSource(bucketObjects(Bucket, '', {}, reach), { window: {} }))).ids).toEqual([
        'r-1',
        'r-2',
      ]);
    });
  });

  test('a bus is listened on, and nothing of that is left', async () => {
    await within(async ({ config }, reach) => {
      const events = new EventBridgeClient(config);
      await events.send(new CreateEventBusCommand({ Name: 'registry' }));
      const put = (): unknown =>
        events.send(new PutEventsCommand({ Entries: [entry('registry', 'live')] })).catch(() => undefined);
      const putting = setInterval(put, 500);
      const { found } = await all(eventBus('registry', {}, reach), { enough: 1 }).finally(() => clearInterval(putting));
      expect(found[0]).toMatchObject({ channel: 'eventbridge', event: { detail: { name: 'live' } } });
      expect((await events.send(new ListRulesCommand({ EventBusName: 'registry' }))).Rules).toEqual([]);
    });
  });
});
