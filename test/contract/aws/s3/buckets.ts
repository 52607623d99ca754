import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeBucket, put } from './bucket.ts';

/** What S3 promises of buckets. */
export const BUCKETS: Promises = {
  'a bucket is there once it is made, and where it was made': async (aws) => {
    const Bucket = await makeBucket(aws);
    expect((await aws.s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe(aws.region);
    expect((await aws.s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe(aws.region);
    const { Buckets } = await aws.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
  },

  'a bucket that is not there is missed': async ({ s3 }) => {
    const Bucket = 'contract-no-such-bucket';
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new GetBucketLocationCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  },

  'a bucket goes when it is empty, and not before': async (aws) => {
    const Bucket = await makeBucket(aws);
    await aws.s3.send(new HeadBucketCommand({ Bucket }));
    await aws.s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(aws.s3.send(new GetBucketLocationCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const full = await makeBucket(aws);
    await put(aws, full, 'key');
    await expect(aws.s3.send(new DeleteBucketCommand({ Bucket: full }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
  },

  'a bucket has the policy it is given, until it is taken away': async (aws) => {
    const Bucket = await makeBucket(aws);
    const get = () => aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    const statement = { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject' };
    const policy = { Version: '2012-10-17', Statement: [{ ...statement, Resource: `arn:aws:s3:::${Bucket}/*` }] };
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    expect(JSON.parse((await get()).Policy!)).toEqual(policy);
    await aws.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  },

  'a bucket tells a queue of its objects': async (aws) => {
    const { s3, sqs } = aws;
    const Bucket = await makeBucket(aws);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'files' }));
    const QueueArn = aws.arn('sqs', 'files');
    const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'logs/' }] } };
    const QueueConfigurations = [{ Id: 'files', QueueArn, Events: ['s3:ObjectCreated:*' as const], Filter }];
    await s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { QueueConfigurations } }),
    );
    const kept = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(kept.QueueConfigurations).toMatchObject([{ Id: 'files', QueueArn, Events: ['s3:ObjectCreated:*'] }]);
    await put(aws, Bucket, 'elsewhere');
    await put(aws, Bucket, 'logs/a b.gz');
    const bodies: string[] = [];
    while (!bodies.some((body) => body.includes('Records'))) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
    expect(JSON.parse(bodies.at(-1)!)).toMatchObject({
      Records: [
        {
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          s3: { configurationId: 'files', bucket: { name: Bucket }, object: { key: 'logs/a+b.gz', size: 11 } },
        },
      ],
    });
  },
};
