import type { Instant } from '../../clock.ts';

/** What an object is told to be by whoever puts it, under the names that PutObject has for it. */
export interface ObjectHeaders {
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly ContentDisposition?: string;
  readonly ContentLanguage?: string;
  readonly CacheControl?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
}

/** A checksum that came with an object, in base64. */
export interface Checksum {
  readonly algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';
  readonly value: string;
}

/** An object. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly modified: Instant;
  readonly metadata: Readonly<Record<string, string>>;
  readonly headers: ObjectHeaders;
  readonly checksum?: Checksum;
  /** Of two events about one key the later has the greater one. */
  readonly sequencer: string;
}

/** Whom a bucket tells of its objects, as PutBucketNotificationConfiguration takes it. */
export interface NotificationConfiguration {
  readonly TopicConfigurations?: readonly (Notification & { readonly TopicArn: string })[];
  readonly QueueConfigurations?: readonly (Notification & { readonly QueueArn: string })[];
  readonly LambdaFunctionConfigurations?: readonly (Notification & { readonly LambdaFunctionArn: string })[];
  /** That it is there turns events for EventBridge on. */
  readonly EventBridgeConfiguration?: object;
}

/** Which events somebody is told of. */
export interface Notification {
  readonly Id?: string;
  readonly Events?: readonly string[];
  readonly Filter?: {
    readonly Key?: { readonly FilterRules?: readonly { readonly Name: string; readonly Value?: string }[] };
  };
}

/** A bucket. */
export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  readonly objects: Map<string, StoredObject>;
  /** Keys in the order of their bytes; undefined while somebody has to sort them anew. */
  sorted: readonly string[] | undefined;
  policy: string | undefined;
  notifications: NotificationConfiguration;
  /** What has been uploaded in parts that are not put together yet, by upload id. */
  readonly uploads: Map<string, Upload>;
}

/** An object on its way, part by part. */
export interface Upload {
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly body: Uint8Array; readonly etag: string }>;
}

/** The keys of a bucket in the order in which they are listed: that of their bytes in UTF-8. */
export function keysOf(bucket: Bucket): readonly string[] {
  bucket.sorted ??= [...bucket.objects.keys()].toSorted(byBytes);
  return bucket.sorted;
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
