import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { account } from './account.ts';

const Bucket = 'trail-logs';

async function withBucket(region = 'us-east-2'): Promise<S3Client> {
  const { s3 } = account({ region });
  await s3.send(new CreateBucketCommand({ Bucket }));
  return s3;
}

async function fill(s3: S3Client, keys: readonly string[]): Promise<void> {
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
}

test('an object comes back as it was put, with its metadata, encoding and type', async () => {
  const s3 = await withBucket();
  const Body = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
  const Key = 'AWSLogs/1/ü b+c%20/a&<b>.json.gz';
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body,
      Metadata: { Signature: 'abc', 'signature-algorithm': 'SHA256withRSA' },
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
    }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(Buffer.from(Body))).toBe(true);
  expect(got).toMatchObject({
    ETag: put.ETag,
    ContentLength: 70_000,
    ContentType: 'application/json',
    ContentEncoding: 'gzip',
    CacheControl: 'no-store',
    Metadata: { signature: 'abc', 'signature-algorithm': 'SHA256withRSA' },
    ServerSideEncryption: 'AES256',
    LastModified: new Date('2026-01-15T09:30:00Z'),
    ChecksumCRC32: put.ChecksumCRC32,
  });
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentLength: 70_000, ETag: put.ETag, ContentEncoding: 'gzip' });
});

test('a part of an object is had by its range, and one that it does not have is refused', async () => {
  const s3 = await withBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }));
  const range = async (Range: string) => {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    return [await got.Body!.transformToString(), got.ContentRange, got.$metadata.httpStatusCode];
  };
  expect(await range('bytes=2-4')).toEqual(['234', 'bytes 2-4/10', 206]);
  expect(await range('bytes=7-')).toEqual(['789', 'bytes 7-9/10', 206]);
  expect(await range('bytes=-3')).toEqual(['789', 'bytes 7-9/10', 206]);
  expect(await range('bytes=5-100')).toEqual(['56789', 'bytes 5-9/10', 206]);
  await expect(range('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'the %s that comes with an object is worked out anew, and kept',
  async (ChecksumAlgorithm) => {
    const s3 = await withBucket();
    // The checks of the catalogue: https://reveng.sourceforge.io/crc-catalogue/all.htm
    const known = { CRC32: 'cbf43926', CRC32C: 'e3069283', CRC64NVME: 'ae8b14860a799888', SHA1: '', SHA256: '' };
    const hex = known[ChecksumAlgorithm];
    const wanted = hex === '' ? undefined : Buffer.from(hex, 'hex').toString('base64');
    const given = wanted === undefined ? { ChecksumAlgorithm } : { [`Checksum${ChecksumAlgorithm}`]: wanted };
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '123456789', ...given }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    expect(await got.Body!.transformToString()).toBe('123456789');
    expect(got[`Checksum${ChecksumAlgorithm}`]).toBe(put[`Checksum${ChecksumAlgorithm}`]);
    expect(got[`Checksum${ChecksumAlgorithm}`]).toEqual(wanted ?? expect.any(String));
    const wrong = Buffer.alloc(ChecksumAlgorithm === 'CRC64NVME' ? 8 : 4).toString('base64');
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', [`Checksum${ChecksumAlgorithm}`]: wrong })),
    ).rejects.toMatchObject({ name: 'BadDigest' });
  },
);

test('a list goes by prefix and delimiter, page by page, in the order of the bytes', async () => {
  const s3 = await withBucket();
  await fill(s3, ['a/1', 'a/2', 'b/1', 'b/x/1', 'c', 'é', 'z']);
  const { Contents, CommonPrefixes, KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
  expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
  expect(Contents?.map(({ Key }) => Key)).toEqual(['c', 'z', 'é']);
  expect(KeyCount).toBe(5);
  const pages: (readonly (string | undefined)[])[] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Delimiter: '/' })) {
    pages.push([
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      ...(page.Contents ?? []).map(({ Key }) => Key),
    ]);
  }
  expect(pages).toEqual([['a/', 'b/'], ['c', 'z'], ['é']]);
  const within = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', StartAfter: 'b/1' }));
  expect(within.Contents?.map(({ Key }) => Key)).toEqual(['b/x/1']);
  const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 3 }));
  const rest = await s3.send(new ListObjectsCommand({ Bucket, Marker: first.Contents?.at(-1)?.Key ?? '' }));
  expect([first.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
  expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['b/x/1', 'c', 'z', 'é']);
  await expect(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: '!' }))).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
});

test('an empty bucket lists nothing, and may be deleted; one with objects may not', async () => {
  const s3 = await withBucket();
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
  await fill(s3, ['a', 'b', 'c']);
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  const { Deleted } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b' }, { Key: 'c' }, { Key: 'never there' }] } }),
  );
  expect(Deleted).toEqual([{ Key: 'b' }, { Key: 'c' }, { Key: 'never there' }]);
  await s3.send(new DeleteBucketCommand({ Bucket }));
  await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('what is not there is said in the words of S3', async () => {
  const s3 = await withBucket();
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
  });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({ name: 'NotFound' });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'no-bucket', Key: 'no' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
  await expect(s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(s3.send(new CreateBucketCommand({ Bucket: 'Not_a_name' }))).rejects.toMatchObject({
    name: 'InvalidBucketName',
  });
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  await expect(s3.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject({
    message: 'Cannot carry out s3:GetBucketAcl: it is none of the operations that ecreplay acts out',
  });
});

test('a bucket says where it is, and keeps its policy', async () => {
  const s3 = await withBucket();
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('us-east-2');
  const oldest = await withBucket('us-east-1');
  expect((await oldest.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
  expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-2');
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: 'no' }))).rejects.toMatchObject({
    name: 'MalformedPolicy',
  });
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets).toEqual([
    { Name: Bucket, BucketRegion: 'us-east-2', CreationDate: new Date('2026-01-15T09:30:00Z') },
  ]);
});

test('a copy has the metadata of what it was made of, unless that is replaced', async () => {
  const s3 = await withBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a b/ü', Body: 'text', Metadata: { one: '1' } }));
  const CopySource = `${Bucket}/${encodeURIComponent('a b/ü')}`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
  await s3.send(
    new CopyObjectCommand({ Bucket, Key: 'other', CopySource, MetadataDirective: 'REPLACE', Metadata: { two: '2' } }),
  );
  const metadata = async (Key: string) => (await s3.send(new HeadObjectCommand({ Bucket, Key }))).Metadata;
  expect([await metadata('copy'), await metadata('other')]).toEqual([{ one: '1' }, { two: '2' }]);
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/copy` })),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('an object is read or written only while it is the one that is spoken of', async () => {
  const s3 = await withBucket();
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1', IfNoneMatch: '*' }));
  const again = new PutObjectCommand({ Bucket, Key: 'k', Body: '2', IfNoneMatch: '*' });
  await expect(s3.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', IfMatch: '"other"' }))).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', IfNoneMatch: ETag }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
});

test('an object comes in parts, and is there when they are put together', async () => {
  const s3 = await withBucket();
  const Key = 'large';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, Metadata: { of: 'two' } }));
  const part = async (PartNumber: number, Body: string) => {
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const Parts = [await part(1, 'one'), await part(2, 'two')];
  const { ETag } = await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect([await got.Body!.transformToString(), got.Metadata]).toEqual(['onetwo', { of: 'two' }]);
  await expect(s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('a bucket that a rehearsal only names is there', async () => {
  const { s3 } = account({ takesNamedAsGiven: true });
  await s3.send(new PutObjectCommand({ Bucket: 'reports', Key: 'k', Body: 'text' }));
  expect((await s3.send(new ListObjectsV2Command({ Bucket: 'reports' }))).KeyCount).toBe(1);
});
