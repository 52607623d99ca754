import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Instant } from '../../clock.ts';
import type { Recorded } from './recorded.ts';

/** A log file, as it is written to its bucket. */
export interface LogFile {
  readonly key: string;
  readonly body: Uint8Array;
  /** SHA-256 of what is in it before it is compressed, in hexadecimal digits. */
  readonly hash: string;
  readonly oldest: Instant;
  readonly newest: Instant;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html: before compression, to be on the safe side. */
const MOST_BYTES = 50 * 1024 * 1024;

/**
 * Makes log files of the records that are in hand, in the order they came in, which is not that of their times: one line of JSON each,
 * compressed. More than one file holds take another. `keyOf` draws a key.
 */
export function toLogFiles(records: readonly Recorded[], keyOf: () => string): readonly LogFile[] {
  return split(records).map((each) => {
    const text = Buffer.from(`{"Records":[${each.map((recorded) => recorded.text).join(',')}]}`);
    const times = each.map(({ record }) => Date.parse(record.eventTime));
    return {
      key: keyOf(),
      body: gzipSync(text),
      hash: createHash('sha256').update(text).digest('hex'),
      oldest: times.reduce((a, b) => Math.min(a, b)),
      newest: times.reduce((a, b) => Math.max(a, b)),
    };
  });
}

function split(records: readonly Recorded[]): readonly (readonly Recorded[])[] {
  const files: Recorded[][] = [];
  let bytes = Infinity;
  for (const recorded of records) {
    const size = Buffer.byteLength(recorded.text) + 1;
    bytes += size;
    if (bytes > MOST_BYTES) {
      files.push([]);
      bytes = size;
    }
    files.at(-1)!.push(recorded);
  }
  return files;
}
