import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeBucket, put, textOf } from './bucket.ts';

/** What S3 promises of objects. */
export const OBJECTS: Promises = {
  'an object comes back as it was put': async (aws) => {
    const Bucket = await makeBucket(aws);
    const Key = 'a b/ü+';
    const { ETag } = await aws.s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'text', Metadata: { one: '1' }, ContentEncoding: 'gzip' }),
    );
    const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body!.transformToString()).toBe('text');
    const said = { ETag, ContentLength: 4, ContentEncoding: 'gzip', Metadata: { one: '1' } };
    expect(got).toMatchObject(said);
    expect(await aws.s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject(said);
  },

  'a part of an object is had by its range': async (aws) => {
    const Bucket = await makeBucket(aws);
    await put(aws, Bucket, 'digits', '0123456789');
    const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=2-4' }));
    expect([await got.Body!.transformToString(), got.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
    await expect(
      aws.s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=20-' })),
    ).rejects.toMatchObject({ name: 'InvalidRange' });
  },

  'an object that is not there is missed': async (aws) => {
    const Bucket = await makeBucket(aws);
    const missing = { Bucket, Key: 'no' };
    await expect(aws.s3.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(aws.s3.send(new HeadObjectCommand(missing))).rejects.toMatchObject({ name: 'NotFound' });
  },

  'objects go one by one, or many at once': async (aws) => {
    const Bucket = await makeBucket(aws);
    for (const key of ['a', 'b', 'c']) await put(aws, Bucket, key);
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const keys = async () => (await aws.s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);
    expect(await keys()).toEqual(['b', 'c']);
    const Objects = [{ Key: 'b' }, { Key: 'c' }, { Key: 'never there' }];
    const { Deleted = [] } = await aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted.map(({ Key }) => String(Key)).toSorted()).toEqual(['b', 'c', 'never there']);
    expect(await keys()).toBeUndefined();
  },

  'a list goes by prefix and delimiter, and page by page': async (aws) => {
    const Bucket = await makeBucket(aws);
    for (const key of ['a/1', 'a/2', 'b/1', 'c', 'd']) await put(aws, Bucket, key);
    const all = await aws.s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(all.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['c', 'd']);
    const first = await aws.s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 3 }));
    expect([first.IsTruncated, first.KeyCount]).toEqual([true, 3]);
    const ContinuationToken = first.NextContinuationToken;
    const rest = await aws.s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['c', 'd']);
    const old = await aws.s3.send(new ListObjectsCommand({ Bucket, Prefix: 'a/', Marker: 'a/1' }));
    expect(old.Contents?.map(({ Key }) => Key)).toEqual(['a/2']);
  },

  'a copy is an object of its own': async (aws) => {
    const Bucket = await makeBucket(aws);
    await put(aws, Bucket, 'a b', 'text');
    await aws.s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/a%20b` }));
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a b' }));
    expect(await textOf(aws, Bucket, 'copy')).toBe('text');
  },

  'an object is written once where that is asked': async (aws) => {
    const Bucket = await makeBucket(aws);
    const once = () => aws.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1', IfNoneMatch: '*' }));
    await once();
    await expect(once()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  },

  'an object comes in parts, also out of others': async (aws) => {
    const { s3 } = aws;
    const Bucket = await makeBucket(aws);
    const Key = 'large';
    await put(aws, Bucket, 'source', 'x'.repeat(5 * 1024 * 1024));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    const { CopyPartResult } = await s3.send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/source` }),
    );
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'end' }));
    const Parts = [
      { PartNumber: 1, ETag: CopyPartResult?.ETag },
      { PartNumber: 2, ETag },
    ];
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const text = await textOf(aws, Bucket, Key);
    expect([text.length, text.slice(-4)]).toEqual([5 * 1024 * 1024 + 3, 'xend']);
  },

  'an upload that is given up is no more': async (aws) => {
    const { s3 } = aws;
    const Bucket = await makeBucket(aws);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    const upload = { Bucket, Key: 'k', UploadId };
    await s3.send(new AbortMultipartUploadCommand(upload));
    await expect(s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  },
};
