import { Fault } from '../../wire/fault.ts';
import { malformedXml } from '../../wire/xml-read.ts';
import type { Input, Operation } from '../service.ts';
import type { Bucket, ObjectHeaders, StoredObject } from './bucket.ts';
import type { Buckets } from './buckets.ts';
import { checkedChecksum } from './checksum.ts';
import { checkReadConditions, checkWriteConditions } from './conditions.ts';
import { invalidArgument, noSuchKey } from './fault.ts';
import { readRange } from './range.ts';

const HEADERS = [
  'ContentType',
  'ContentEncoding',
  'ContentDisposition',
  'ContentLanguage',
  'CacheControl',
  'StorageClass',
  'ServerSideEncryption',
  'SSEKMSKeyId',
] as const satisfies readonly (keyof ObjectHeaders)[];

/** The operations on single objects, and the one that takes many away. */
export function objectOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  const bucketOf = (input: Input): Bucket => buckets.find(input['Bucket'] as string);

  function objectOf(input: Input): StoredObject {
    const object = bucketOf(input).objects.get(input['Key'] as string);
    if (object === undefined) throw noSuchKey();
    checkReadConditions(input, object);
    return object;
  }

  return {
    PutObject: (input) => {
      const bucket = bucketOf(input);
      const key = input['Key'] as string;
      const body = (input['Body'] ?? new Uint8Array()) as Uint8Array;
      checkWriteConditions(input, bucket.objects.get(key));
      const checksum = checkedChecksum(input, body);
      const stored = buckets.put(bucket, key, {
        body,
        headers: headersOf(input),
        metadata: metadataOf(input),
        ...(checksum !== undefined && { checksum }),
      });
      return { ETag: stored.etag, ...encryptionOf(stored), ...checksumOf(stored) };
    },
    GetObject: (input) => {
      const object = objectOf(input);
      const range = typeof input['Range'] === 'string' ? readRange(input['Range'], object.body.length) : undefined;
      if (range === undefined)
        return { ...described(object, input), Body: object.body, ContentLength: object.body.length };
      const { start, end } = range;
      const { [`Checksum${object.checksum?.algorithm}`]: _, ...rest } = described(object, input);
      return {
        ...rest,
        Body: object.body.subarray(start, end),
        ContentLength: end - start,
        ContentRange: `bytes ${start}-${end - 1}/${object.body.length}`,
      };
    },
    HeadObject: (input) => {
      const object = objectOf(input);
      return { ...described(object, input), ContentLength: object.body.length };
    },
    DeleteObject: (input) => buckets.remove(bucketOf(input), input['Key'] as string),
    DeleteObjects: (input) => {
      const bucket = bucketOf(input);
      const { Objects = [], Quiet = false } = (input['Delete'] ?? {}) as {
        readonly Objects?: readonly { readonly Key: string }[];
        readonly Quiet?: boolean;
      };
      if (Objects.length === 0 || Objects.length > 1_000) {
        throw malformedXml();
      }
      for (const { Key } of Objects) buckets.remove(bucket, Key);
      return { ...(!Quiet && { Deleted: Objects.map(({ Key }) => ({ Key })) }) };
    },
    CopyObject: (input) => {
      const bucket = bucketOf(input);
      const source = sourceOf(input, buckets);
      const replaces = input['MetadataDirective'] === 'REPLACE';
      const isSame = buckets.seek(input['Bucket'] as string)?.objects.get(input['Key'] as string) === source;
      if (isSame && !replaces && input['StorageClass'] === undefined) {
        throw new Fault(
          'InvalidRequest',
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        );
      }
      const stored = buckets.put(
        bucket,
        input['Key'] as string,
        {
          body: source.body,
          headers: replaces ? headersOf(input) : { ...source.headers, ...headersOf(input) },
          metadata: replaces ? metadataOf(input) : source.metadata,
          ...(source.checksum !== undefined && { checksum: source.checksum }),
        },
        { how: 'Copy' },
      );
      return {
        CopyObjectResult: { ETag: stored.etag, LastModified: new Date(stored.modified) },
        ...encryptionOf(stored),
      };
    },
  };
}

/** What a request says that the object is. */
export function headersOf(input: Input): ObjectHeaders {
  return Object.fromEntries(HEADERS.flatMap((name) => (typeof input[name] === 'string' ? [[name, input[name]]] : [])));
}

/** User metadata of a request. */
export function metadataOf(input: Input): Readonly<Record<string, string>> {
  return (input['Metadata'] ?? {}) as Readonly<Record<string, string>>;
}

function encryptionOf({ headers }: StoredObject): object {
  const { ServerSideEncryption, SSEKMSKeyId } = headers;
  return { ServerSideEncryption, ...(SSEKMSKeyId !== undefined && { SSEKMSKeyId }) };
}

function checksumOf({ checksum }: StoredObject): Readonly<Record<string, unknown>> {
  return checksum === undefined
    ? {}
    : { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: 'FULL_OBJECT' };
}

/** What both GetObject and HeadObject say of an object. The standard class is not told. */
function described(object: StoredObject, input: Input): Record<string, unknown> {
  const { etag, modified, metadata, headers } = object;
  const { StorageClass, ...others } = headers;
  const asked = (name: string): string | undefined => input[`Response${name}`] as string | undefined;
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(modified),
    ETag: etag,
    ContentType: 'binary/octet-stream',
    ...others,
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { StorageClass }),
    ...Object.fromEntries(HEADERS.flatMap((name) => (asked(name) === undefined ? [] : [[name, asked(name)]]))),
    Metadata: metadata,
    ...(input['ChecksumMode'] === 'ENABLED' && checksumOf(object)),
  };
}

/** The object that a copy is made of: `/bucket/key` or `bucket/key`, with the key as it stands in a URL. */
export function sourceOf({ CopySource }: Input, buckets: Buckets): StoredObject {
  const [, bucket, key] = /^\/?([^/]+)\/([^?]+)/.exec(String(CopySource)) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  let name = key;
  try {
    name = decodeURIComponent(key);
  } catch {
    // A key that only looks as if it were encoded.
  }
  const source = buckets.find(bucket).objects.get(name);
  if (source === undefined) throw noSuchKey();
  return source;
}
