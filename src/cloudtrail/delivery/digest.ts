import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Instant } from '../../clock.ts';
import { seconds } from '../moment-text.ts';
import type { LogFile } from './log-file.ts';

/** What the digest of an hour is made of. */
export interface Hour {
  readonly account: string;
  readonly bucket: string;
  readonly key: string;
  readonly start: Instant;
  readonly end: Instant;
  /** What was written in the course of it. */
  readonly files: readonly LogFile[];
  /** The digest before it; a chain begins without. */
  readonly previous: Digest | undefined;
}

/** A digest file, as it is written to its bucket. */
export interface Digest {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
  /** SHA-256 of what is in it before it is compressed, in hexadecimal digits. */
  readonly hash: string;
  /** In hexadecimal digits; the object carries it as `x-amz-meta-signature`. */
  readonly signature: string;
}

/** How digests are signed: the object carries it as `x-amz-meta-signature-algorithm`. */
export const SIGNATURE_ALGORITHM = 'SHA256withRSA';

/**
 * Makes the digest of an hour, signed and chained to the one before it.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function toDigest(hour: Hour, signingKey: KeyObject): Digest {
  const { account, bucket, key, start, end, files, previous } = hour;
  const text = JSON.stringify({
    awsAccountId: account,
    digestStartTime: seconds(start),
    digestEndTime: seconds(end),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: publicKeyOf(signingKey).fingerprint,
    digestSignatureAlgorithm: SIGNATURE_ALGORITHM,
    newestEventTime: files.length === 0 ? null : seconds(Math.max(...files.map(({ newest }) => newest))),
    oldestEventTime: files.length === 0 ? null : seconds(Math.min(...files.map(({ oldest }) => oldest))),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: bucket,
      s3Object: file.key,
      hashValue: file.hash,
      hashAlgorithm: 'SHA-256',
      newestEventTime: seconds(file.newest),
      oldestEventTime: seconds(file.oldest),
    })),
  });
  const hash = createHash('sha256').update(text).digest('hex');
  // Where there is no digest before it the word "null" is signed, as Java would write it.
  const signed = [seconds(end), `${bucket}/${key}`, hash, previous?.signature ?? 'null'].join('\n');
  const signature = sign('sha256', Buffer.from(signed), signingKey).toString('hex');
  return { bucket, key, body: gzipSync(text), hash, signature };
}

/** A public key as ListPublicKeys gives it: PKCS#1 in DER, and the fingerprint that digests name it by. */
export function publicKeyOf(signingKey: KeyObject): { readonly der: Uint8Array; readonly fingerprint: string } {
  const der = createPublicKey(signingKey).export({ type: 'pkcs1', format: 'der' });
  return { der, fingerprint: createHash('md5').update(der).digest('hex') };
}
