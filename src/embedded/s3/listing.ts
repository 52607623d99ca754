import type { Bucket } from './bucket.ts';
import { keysOf } from './bucket.ts';
import { invalidArgument } from './fault.ts';
import type { Input, Operation } from '../service.ts';
import type { Buckets } from './buckets.ts';

/** One page of what a bucket holds. */
interface Page {
  readonly contents: readonly object[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of the page, where more follow. */
  readonly next: string | undefined;
}

const MOST = 1_000;

/** The operations that list the objects of a bucket, page by page. */
export function listOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  return {
    ListObjectsV2: (input) => {
      const bucket = buckets.find(text(input, 'Bucket')!);
      const token = text(input, 'ContinuationToken');
      const after = token === undefined ? text(input, 'StartAfter') : readToken(token);
      const { contents, prefixes, next } = page(bucket, input, after);
      return {
        ...asked(input),
        KeyCount: contents.length + prefixes.length,
        IsTruncated: next !== undefined,
        Contents: contents,
        CommonPrefixes: prefixes.map((Prefix) => ({ Prefix: encoded(input, Prefix) })),
        ...(token !== undefined && { ContinuationToken: token }),
        ...(text(input, 'StartAfter') !== undefined && { StartAfter: encoded(input, text(input, 'StartAfter')!) }),
        ...(next !== undefined && { NextContinuationToken: Buffer.from(next).toString('base64') }),
      };
    },
    ListObjects: (input) => {
      const bucket = buckets.find(text(input, 'Bucket')!);
      const { contents, prefixes, next } = page(bucket, input, text(input, 'Marker'));
      return {
        ...asked(input),
        Marker: encoded(input, text(input, 'Marker') ?? ''),
        IsTruncated: next !== undefined,
        Contents: contents,
        CommonPrefixes: prefixes.map((Prefix) => ({ Prefix: encoded(input, Prefix) })),
        // Without a delimiter the reader goes on from the last key.
        ...(next !== undefined && text(input, 'Delimiter') !== undefined && { NextMarker: encoded(input, next) }),
      };
    },
  };
}

/** What an answer says again of the question. */
function asked(input: Input): object {
  const delimiter = text(input, 'Delimiter');
  const encoding = text(input, 'EncodingType');
  return {
    Name: text(input, 'Bucket'),
    Prefix: encoded(input, text(input, 'Prefix') ?? ''),
    MaxKeys: mostOf(input),
    ...(delimiter !== undefined && { Delimiter: encoded(input, delimiter) }),
    ...(encoding !== undefined && { EncodingType: encoding }),
  };
}

function page(bucket: Bucket, input: Input, after: string | undefined): Page {
  const prefix = text(input, 'Prefix') ?? '';
  const delimiter = text(input, 'Delimiter') ?? '';
  const most = mostOf(input);
  const contents: object[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  const keys = keysOf(bucket);
  for (let at = after === undefined ? 0 : firstAfter(keys, after); at < keys.length; at += 1) {
    const key = keys[at]!;
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut === -1 ? undefined : key.slice(0, cut + delimiter.length);
    if (common !== undefined && (common === last || common === after)) continue;
    if (contents.length + prefixes.length >= most) return { contents, prefixes, next: most === 0 ? undefined : last };
    if (common === undefined) contents.push(contentOf(bucket, input, key));
    else prefixes.push(common);
    last = common ?? key;
  }
  return { contents, prefixes, next: undefined };
}

function contentOf(bucket: Bucket, input: Input, key: string): object {
  const { etag, body, modified, headers, checksum } = bucket.objects.get(key)!;
  return {
    Key: encoded(input, key),
    LastModified: new Date(modified),
    ETag: etag,
    ...(checksum !== undefined && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: 'FULL_OBJECT' }),
    Size: body.length,
    StorageClass: headers.StorageClass ?? 'STANDARD',
  };
}

function mostOf(input: Input): number {
  const { MaxKeys } = input;
  if (MaxKeys === undefined) return MOST;
  if (typeof MaxKeys !== 'number' || MaxKeys < 0)
    throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(MaxKeys, MOST);
}

/** Of keys in order, the first behind a key or behind all that begin with a common prefix. */
function firstAfter(keys: readonly string[], after: string): number {
  const wanted = Buffer.from(after);
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Buffer.compare(Buffer.from(keys[middle]!), wanted) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64').toString('utf8');
  if (key === '' || Buffer.from(key).toString('base64') !== token) {
    throw invalidArgument('The continuation token provided is incorrect');
  }
  return key;
}

/** XML cannot hold every key, so readers may ask for them as they stand in URLs. */
function encoded(input: Input, key: string): string {
  return input['EncodingType'] === 'url' ? encodeURIComponent(key).replaceAll('%2F', '/') : key;
}

function text(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}
