import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Account } from '../account.ts';

/** Makes a bucket with a name that nobody else has. */
export async function makeBucket({ s3, region }: Account): Promise<string> {
  const Bucket = `contract-${randomUUID()}`;
  const LocationConstraint = region as 'us-east-2';
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  return Bucket;
}

/** Puts a text, and gives the ETag of what it has become. */
export async function put({ s3 }: Account, Bucket: string, Key: string, Body = Key): Promise<string | undefined> {
  return (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).ETag;
}

/** The text of an object. */
export async function textOf({ s3 }: Account, Bucket: string, Key: string): Promise<string> {
  return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
}
