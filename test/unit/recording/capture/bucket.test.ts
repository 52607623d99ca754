import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { type Digest, SIGNATURE_ALGORITHM, toDigest } from '../../../../src/cloudtrail/delivery/digest.ts';
import { type LogFile, toLogFiles } from '../../../../src/cloudtrail/delivery/log-file.ts';
import type { CloudTrailRecord } from '../../../../src/cloudtrail/record.ts';
import { signingKey } from '../../../../src/embedded/sns/signing/key.ts';
import { bucketObjects } from '../../../../src/recording/capture/bucket.ts';
import { digestsInBucket, digestsInFolder } from '../../../../src/recording/capture/digests.ts';
import { localFiles } from '../../../../src/recording/capture/local-files.ts';
import { objectsSource } from '../../../../src/recording/capture/read-objects.ts';
import type { Reach } from '../../../../src/recording/capture/reach.ts';
import type { Account } from '../../../contract/aws/account.ts';
import { asTheUser, withAccount } from './account.ts';
import { all, event, record } from './said.ts';

asTheUser();

const Bucket = 'trail-files';
const HOUR = 3_600_000;

async function put({ s3 }: Account, objects: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const [Key, Body] of Object.entries(objects)) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

const logFile = (...ids: readonly string[]) => gzipSync(JSON.stringify({ Records: ids.map((id) => record(id)) }));
const source = (reach: Reach, prefix = '', window = {}) =>
  objectsSource(bucketObjects(Bucket, prefix, window, reach), { window });

/** Where an organization's trail writes. */
const ORGANIZATION = 'org/AWSLogs/o-exampleorgid';

test('all log files of an organization are read, of each account and Region, and nothing that lies beside them', async () => {
  await withAccount(async (account, reach) => {
    await put(account, {
      [`${ORGANIZATION}/111122223333/CloudTrail/us-east-1/2026/01/15/a.json.gz`]: logFile('r-1', 'r-2'),
      [`${ORGANIZATION}/444455556666/CloudTrail/us-east-2/2026/01/15/b.json.gz`]: logFile('r-3'),
      [`${ORGANIZATION}/444455556666/CloudTrail-Digest/us-east-2/2026/01/15/d.json.gz`]: gzipSync('{"logFiles":[]}'),
      [`${ORGANIZATION}/444455556666/CloudTrail/`]: '',
      'firehose/2026/01/15/run-together': JSON.stringify(event('e-1')) + JSON.stringify(event('e-2')),
    });
    expect(await all(source(reach, 'org/'))).toMatchObject({ ids: ['r-1', 'r-2', 'r-3'], notes: [], broken: [] });
    expect((await all(source(reach, 'firehose/'))).ids).toEqual(['e-1', 'e-2']);
    expect((await all(source(reach))).ids).toEqual(['e-1', 'e-2', 'r-1', 'r-2', 'r-3']);
  });
});

test('folders of days that nobody asks for are not looked into', async () => {
  await withAccount(async (account, reach) => {
    const folder = 'AWSLogs/123456789012/CloudTrail/us-east-1';
    const window = { from: Date.parse('2026-01-15T00:00:00Z'), to: Date.parse('2026-01-16T00:00:00Z') };
    await put(account, {
      [`${folder}/2014/03/06/old.json.gz`]: 'no gzip at all',
      [`${folder}/2026/01/14/before.json.gz`]: 'no gzip at all',
      [`${folder}/2026/01/15/a.json.gz`]: logFile('r-1'),
      [`${folder}/2026/02/01/after.json.gz`]: 'no gzip at all',
    });
    expect((await all(source(reach, '', window))).ids).toEqual(['r-1']);
  });
});

test('reading goes on behind the last object that was done', async () => {
  await withAccount(async (account, reach) => {
    const folder = 'AWSLogs/123456789012/CloudTrail/us-east-1/2026/01';
    await put(account, {
      [`${folder}/15/a.json.gz`]: logFile('r-1'),
      [`${folder}/15/b.json.gz`]: logFile('r-2'),
      [`${folder}/16/a.json.gz`]: logFile('r-3'),
    });
    const from = { key: `${folder}/15/a.json.gz`, values: null };
    expect((await all(source(reach), { from })).ids).toEqual(['r-2', 'r-3']);
  });
});

/** Two hours of a trail that validates its files, with a file in each. */
function hours(): { readonly files: readonly LogFile[]; readonly digests: readonly Digest[] } {
  const start = Date.parse('2026-01-15T08:00:00Z');
  const files: LogFile[] = [];
  const digests: Digest[] = [];
  for (const hour of [0, 1]) {
    const told = record(`r-${hour}`, new Date(start + hour * HOUR + 60_000).toISOString()) as CloudTrailRecord;
    const key = `AWSLogs/123456789012/CloudTrail/us-east-2/2026/01/15/${hour}.json.gz`;
    const [file] = toLogFiles([{ record: told, text: JSON.stringify(told) } as never], () => key);
    files.push(file!);
    const end = start + (hour + 1) * HOUR;
    const hourly = {
      account: '123456789012',
      bucket: Bucket,
      key: `AWSLogs/123456789012/CloudTrail-Digest/us-east-2/2026/01/15/${hour}.json.gz`,
      start: end - HOUR,
      end,
      files: [file!],
      previous: digests.at(-1),
    };
    digests.push(toDigest(hourly, signingKey()));
  }
  return { files, digests };
}

async function putTrail(account: Account): Promise<ReturnType<typeof hours>> {
  const trail = hours();
  await put(account, Object.fromEntries(trail.files.map(({ key, body }) => [key, body])));
  for (const digest of trail.digests) await putDigest(account, digest);
  return trail;
}

async function putDigest({ s3 }: Account, { key, body, signature }: Digest): Promise<void> {
  const Metadata = { signature, 'signature-algorithm': SIGNATURE_ALGORITHM };
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body, Metadata }));
}

const verified = (reach: Reach) =>
  objectsSource(bucketObjects(Bucket, '', {}, reach), { window: {}, prove: digestsInBucket(Bucket, '', {}, reach) });

test('log files that are what CloudTrail wrote are verified by its digests', async () => {
  await withAccount(async (account, reach) => {
    await putTrail(account);
    expect(await all(verified(reach))).toMatchObject({ ids: ['r-0', 'r-1'], broken: [], notes: [] });
  });
});

test('a log file that was changed is told, and so is one that is gone, and a digest that somebody else has signed', async () => {
  await withAccount(async (account, reach) => {
    const { files, digests } = await putTrail(account);
    const [first, second] = files;
    await account.s3.send(new PutObjectCommand({ Bucket, Key: first!.key, Body: logFile('r-forged') }));
    await account.s3.send(new DeleteObjectCommand({ Bucket, Key: second!.key }));
    await putDigest(account, { ...digests[1]!, signature: digests[0]!.signature });
    expect((await all(verified(reach))).broken).toEqual([
      `${digests[1]!.key} is not what CloudTrail wrote: its signature does not hold`,
      `${first!.key} is not what CloudTrail wrote: its digest has another hash of it`,
      `${second!.key} is missing: its digest names it`,
    ]);
  });
});

test('in a folder log files are verified by the hashes of the digests, and it is said that signatures are not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-'));
  try {
    const { files, digests } = hours();
    for (const { key, body } of [...files, ...digests]) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
    }
    writeFileSync(join(folder, files[1]!.key), logFile('r-forged'));
    const shelf = localFiles(folder, { note: () => undefined });
    const { broken, notes } = await all(objectsSource(shelf, { window: {}, prove: digestsInFolder(folder, {}) }));
    expect(broken).toEqual([
      `${join(folder, files[1]!.key)} is not what CloudTrail wrote: its digest has another hash of it`,
    ]);
    expect(notes.join()).toContain('their signatures are told by the bucket, and were not checked');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
