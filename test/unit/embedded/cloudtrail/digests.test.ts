import { createHash, createPublicKey, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  CreateTrailCommand,
  ListPublicKeysCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { account, ACCOUNT, BUCKET, HOUR, keysWith, recordAt, START } from './account.ts';

interface DigestFile {
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestS3Bucket: string;
  readonly digestS3Object: string;
  readonly digestPublicKeyFingerprint: string;
  readonly previousDigestS3Object: string | null;
  readonly previousDigestHashValue: string | null;
  readonly previousDigestSignature: string | null;
  readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('each hour has a digest that names its files, is signed, and leads to the one before it', async () => {
  const { cloudtrail, agenda, estate } = account();
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: 'audit',
      S3BucketName: BUCKET,
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
    }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  for (const at of [START + 1000, START + HOUR + 1000]) {
    await agenda.runUntil(at);
    estate.trails.take(recordAt(at), at);
    estate.trails.take(recordAt(at, { awsRegion: 'eu-west-1' }), at);
  }
  await agenda.runUntil(START + 3 * HOUR);
  await cloudtrail.send(new StopLoggingCommand({ Name: 'audit' }));
  const { PublicKeyList = [] } = await cloudtrail.send(new ListPublicKeysCommand({}));
  const { objects } = estate.buckets.find(BUCKET);
  const text = (key: string): Uint8Array => gunzipSync(objects.get(key)!.body);
  const digests = (region: string): readonly DigestFile[] =>
    keysWith(estate, `CloudTrail-Digest_${region}_audit_us-east-2_`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((key) => JSON.parse(Buffer.from(text(key)).toString('utf8')) as DigestFile);

  const home = digests('us-east-2');
  expect(home.map(({ digestEndTime }) => digestEndTime)).toEqual([
    '2026-01-15T09:30:00Z',
    '2026-01-15T10:30:00Z',
    '2026-01-15T11:30:00Z',
    '2026-01-15T12:30:00Z',
  ]);
  expect(home.map(({ logFiles }) => logFiles.length)).toEqual([0, 1, 1, 0]);
  expect(home[1]!.digestS3Object).toBe(
    `AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-2/2026/01/15/${ACCOUNT}_CloudTrail-Digest_us-east-2_audit_us-east-2_20260115T103000Z.json.gz`,
  );
  expect(digests('eu-west-1').map(({ logFiles }) => logFiles.length)).toEqual([1, 1, 0]);
  for (const chain of [home, digests('eu-west-1')]) {
    for (const [index, digest] of chain.entries()) {
      const before = chain[index - 1];
      expect(digest.previousDigestS3Object).toBe(before?.digestS3Object ?? null);
      expect(digest.previousDigestHashValue).toBe(before === undefined ? null : sha256(text(before.digestS3Object)));
      for (const { s3Object, hashValue } of digest.logFiles) expect(hashValue).toBe(sha256(text(s3Object)));
      const { metadata } = objects.get(digest.digestS3Object)!;
      expect(metadata['signature-algorithm']).toBe('SHA256withRSA');
      const key = PublicKeyList.find(({ Fingerprint }) => Fingerprint === digest.digestPublicKeyFingerprint)!.Value!;
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
      const signed = [
        digest.digestEndTime,
        `${digest.digestS3Bucket}/${digest.digestS3Object}`,
        sha256(text(digest.digestS3Object)),
        digest.previousDigestSignature ?? 'null',
      ].join('\n');
      const publicKey = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'pkcs1' });
      const signature = Buffer.from(metadata['signature']!, 'hex');
      expect(verify('sha256', Buffer.from(signed), publicKey, signature)).toBe(true);
      expect(digest.previousDigestSignature).toBe(
        before === undefined ? null : objects.get(before.digestS3Object)!.metadata['signature'],
      );
    }
  }
});

test('a bucket that refuses a digest has the hours together later, in one that is chained as if nothing had been', async () => {
  const { cloudtrail, agenda, estate } = account();
  await cloudtrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: BUCKET, EnableLogFileValidation: true }));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  const bucket = estate.buckets.find(BUCKET);
  bucket.policy = JSON.stringify({
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${bucket.arn}/*` }],
  });
  await agenda.runUntil(START + HOUR + 1);
  bucket.policy = undefined;
  await agenda.runUntil(START + 2 * HOUR + 1);
  const [first = '', second = ''] = keysWith(estate, 'CloudTrail-Digest_');
  const { digestStartTime, previousDigestS3Object } = JSON.parse(
    gunzipSync(bucket.objects.get(second)!.body).toString('utf8'),
  ) as DigestFile;
  expect([digestStartTime, previousDigestS3Object]).toEqual(['2026-01-15T09:30:00Z', first]);
});
