import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Problem } from '../../problem.ts';
import { bucketObjects } from './bucket.ts';
import { localFiles } from './local-files.ts';
import type { Reach } from './reach.ts';
import type { Proof } from './read-objects.ts';
import type { Remarks, Window } from './source.ts';

/** What a digest says, as far as it is needed. */
interface Digest {
  readonly key: string;
  readonly hash: string;
  /** Of the object itself, where there is one; the digest after it repeats it. */
  readonly signature: string | undefined;
  readonly body: {
    readonly digestEndTime: string;
    readonly digestS3Bucket: string;
    readonly digestS3Object: string;
    readonly digestPublicKeyFingerprint: string;
    readonly previousDigestS3Object: string | null;
    readonly previousDigestHashValue: string | null;
    readonly previousDigestSignature: string | null;
    readonly logFiles: readonly {
      readonly s3Object: string;
      readonly hashValue: string;
      readonly newestEventTime: string;
    }[];
  };
}

/** Public keys as CloudTrail lists them, by their fingerprints. */
type PublicKeys = ReadonlyMap<string, Uint8Array>;

/**
 * Holds log files in a bucket against the digests beside them: each is signed, names the one before it, and has the hash of every file of
 * its hour.
 */
export function digestsInBucket(
  bucket: string,
  prefix: string,
  window: Window,
  reach: Reach,
): (remarks: Remarks) => Promise<Proof> {
  return async (remarks) => {
    const root = prefix.replace(/(?<=^|\/)CloudTrail\/.*$/, '');
    const digests: Digest[] = [];
    const shelf = bucketObjects(bucket, root, window, reach, 'digests');
    const s3 = await reach.clients.open('s3');
    for await (const { key } of shelf.list(undefined, new AbortController().signal)) {
      if (!isDigest(key)) continue;
      const { Body, Metadata = {} } = await reach.attempt(`read s3://${bucket}/${key}`, () =>
        s3.getObject({ Bucket: bucket, Key: key }),
      );
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      digests.push(readDigest(key, bytes, Metadata['signature']));
    }
    const { PublicKeyList = [] } = await reach.attempt("read CloudTrail's public keys", async () =>
      (await reach.clients.open('cloudtrail')).listPublicKeys({
        StartTime: new Date(window.from ?? 0),
        EndTime: new Date(window.to ?? reach.clock.now()),
      }),
    );
    const keys = new Map(PublicKeyList.map(({ Fingerprint = '', Value = new Uint8Array() }) => [Fingerprint, Value]));
    return prove(digests, keys, (key) => key, window, remarks);
  };
}

/** Holds log files in a folder against the digests there. Without the bucket's metadata only their chain can be followed, which is said. */
export function digestsInFolder(path: string, window: Window): (remarks: Remarks) => Promise<Proof> {
  return async (remarks) => {
    const digests: Digest[] = [];
    for await (const { key } of localFiles(path, { note: () => undefined }).list(
      undefined,
      new AbortController().signal,
    )) {
      if (isDigest(key)) digests.push(readDigest(key, readFileSync(key), undefined));
    }
    remarks.note(
      'Digests in a folder are followed by their hashes: their signatures are told by the bucket, and were not checked',
    );
    return prove(
      digests,
      undefined, // Wherever it was copied to: no two of them have the same name.
      basename,
      window,
      remarks,
    );
  };
}

function isDigest(key: string): boolean {
  return /\/CloudTrail-Digest\/.*\.json\.gz$/.test(key);
}

function readDigest(key: string, bytes: Uint8Array, signature: string | undefined): Digest {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: 64 * 1024 * 1024 });
    const hash = createHash('sha256').update(text).digest('hex');
    return { key, hash, signature, body: JSON.parse(text.toString('utf8')) as Digest['body'] };
  } catch (error) {
    throw new Problem('FILE_UNREADABLE', `Cannot read the digest "${key}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function prove(
  digests: readonly Digest[],
  keys: PublicKeys | undefined,
  nameOf: (key: string) => string,
  { from = -Infinity, to = Infinity }: Window,
  { broken, note }: Remarks,
): Proof {
  if (digests.length === 0) note('There are no digests beside the log files, so none of them is verified');
  const byName = new Map(digests.map((digest) => [digest.body.digestS3Object, digest]));
  for (const digest of digests) {
    const { previousDigestS3Object: name, previousDigestHashValue: hash } = digest.body;
    const previous = name === null ? undefined : byName.get(name);
    if (previous !== undefined && previous.hash !== hash)
      broken(`${previous.key} is not what CloudTrail wrote: the digest after it has another hash of it`);
    if (keys !== undefined && !isSigned(digest, keys))
      broken(`${digest.key} is not what CloudTrail wrote: its signature does not hold`);
  }
  const hashes = new Map<string, string>();
  const unread = new Map<string, string>();
  for (const { s3Object, hashValue, newestEventTime } of digests.flatMap(({ body }) => body.logFiles)) {
    hashes.set(nameOf(s3Object), hashValue);
    const newest = Date.parse(newestEventTime);
    if (newest >= from && newest < to) unread.set(nameOf(s3Object), s3Object);
  }
  let uncovered = 0;
  return {
    check: (key, hash) => {
      const name = nameOf(key);
      unread.delete(name);
      const expected = hashes.get(name);
      if (expected === undefined) {
        if (/\/CloudTrail\/.*\.json\.gz$/.test(key)) uncovered += 1;
        return undefined;
      }
      return expected === hash ? undefined : `${key} is not what CloudTrail wrote: its digest has another hash of it`;
    },
    missing: () => {
      if (uncovered > 0 && digests.length > 0)
        note(
          `${uncovered} log file${uncovered === 1 ? ' is' : 's are'} in no digest: that of the hour may not be written yet`,
        );
      return [...unread.values()].map((name) => `${name} is missing: its digest names it`);
    },
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html */
function isSigned({ hash, signature, body }: Digest, keys: PublicKeys): boolean {
  const der = keys.get(body.digestPublicKeyFingerprint);
  if (der === undefined || signature === undefined || !/^[0-9a-f]+$/.test(signature)) return false;
  const signed = [
    body.digestEndTime,
    `${body.digestS3Bucket}/${body.digestS3Object}`,
    hash,
    body.previousDigestSignature ?? 'null',
  ].join('\n');
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' });
  return verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'hex'));
}
