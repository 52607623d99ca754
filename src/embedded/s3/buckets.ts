import { hash } from 'node:crypto';
import { Fault } from '../../wire/fault.ts';
import { askedByService } from '../policy/asked-by.ts';
import { statementsOf } from '../policy/decide.ts';
import { partitionOf } from '../partition.ts';
import { refusalOf } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import type { Bucket, Checksum, ObjectHeaders, StoredObject } from './bucket.ts';
import { noSuchBucket } from './fault.ts';
import { introduce, notify, type Neighbours, type Occurrence, type Requester } from './notify.ts';

/** An object on its way in. */
export interface NewObject {
  readonly body: Uint8Array;
  readonly headers?: ObjectHeaders;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Unless told, that of an object which came whole: the MD5 of its bytes. */
  readonly etag?: string;
}

/** The buckets of one account: what S3's operations and the services that write objects share. */
export interface Buckets {
  readonly scene: Scene;
  create(name: string): Bucket;
  /** Throws `NoSuchBucket`. */
  find(name: string): Bucket;
  seek(name: string): Bucket | undefined;
  delete(name: string): void;
  all(): Iterable<Bucket>;
  /** Puts an object, over the one of that key if there is one, and tells whom the bucket tells. */
  put(
    bucket: Bucket,
    key: string,
    object: NewObject,
    by?: { readonly how?: string; readonly requester?: Requester },
  ): StoredObject;
  remove(bucket: Bucket, key: string): void;
  configure(bucket: Bucket, notifications: Bucket['notifications'], skipsCheck: boolean): void;
  /** Why a bucket does not let an AWS service do something with it, if it does not. */
  refusalTo(service: string, arn: string, action: string, bucket: Bucket, path?: string): string | undefined;
  /** Puts an object as an AWS service does, if the bucket lets it: `arn` is what it acts for. Throws `NoSuchBucket` and `AccessDenied`. */
  write(
    service: string,
    arn: string,
    place: { readonly bucket: string; readonly key: string },
    object: NewObject,
  ): StoredObject;
}

/** Opens S3 for one account; there are no buckets at first. Where what is named is given, so is a bucket that somebody names. */
export function openBuckets(scene: Scene, neighbours: Neighbours): Buckets {
  const { permissions, account, random } = scene;
  const buckets = new Map<string, Bucket>();
  const deleted = new Set<string>();
  let changes = 0n;

  function seek(name: string): Bucket | undefined {
    const isGiven = scene.takesNamedAsGiven && !deleted.has(name) && isBucketName(name);
    return buckets.get(name) ?? (isGiven ? create(name) : undefined);
  }

  function find(name: string): Bucket {
    const bucket = seek(name);
    if (bucket === undefined) throw noSuchBucket();
    return bucket;
  }

  function create(name: string): Bucket {
    if (!isBucketName(name)) throw new Fault('InvalidBucketName', 'The specified bucket is not valid.');
    if (buckets.has(name)) {
      throw new Fault(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
      );
    }
    const bucket: Bucket = {
      name,
      arn: `arn:${partitionOf(scene.region)}:s3:::${name}`,
      created: scene.now(),
      objects: new Map(),
      sorted: [],
      policy: undefined,
      notifications: {},
      uploads: new Map(),
    };
    buckets.set(name, bucket);
    return bucket;
  }

  /** Sixteen digits that only ever rise. */
  function sequencer(): string {
    changes += 1n;
    return ((BigInt(scene.now()) << 16n) + changes).toString(16).toUpperCase().padStart(18, '0');
  }

  const somebody: Requester = {
    name: account,
    principalId: `AWS:AROAEXAMPLEEXAMPLE000:rehearsal`,
    address: '127.0.0.1',
  };

  function tell(bucket: Bucket, occurrence: Occurrence): void {
    notify(bucket, occurrence, scene, neighbours);
  }

  function put(
    bucket: Bucket,
    key: string,
    { body, headers = {}, metadata = {}, checksum, etag = `"${hash('md5', body)}"` }: NewObject,
    { how = 'Put', requester = somebody }: { readonly how?: string; readonly requester?: Requester } = {},
  ): StoredObject {
    if (key === '' || Buffer.byteLength(key) > 1024) throw new Fault('KeyTooLongError', 'Your key is too long');
    const stored: StoredObject = {
      key,
      body,
      etag,
      modified: scene.now(),
      metadata,
      headers: { ServerSideEncryption: 'AES256', ...headers },
      ...(checksum !== undefined && { checksum }),
      sequencer: sequencer(),
    };
    if (!bucket.objects.has(key)) bucket.sorted = undefined;
    bucket.objects.set(key, stored);
    const object = { size: body.length, etag };
    tell(bucket, { name: `ObjectCreated:${how}`, key, sequencer: stored.sequencer, object, requester });
    return stored;
  }

  function refusalTo(service: string, arn: string, action: string, bucket: Bucket, path = ''): string | undefined {
    const question = askedByService(service, action, `${bucket.arn}${path}`, { arn, account });
    // Services give what they write to whose bucket it is, and the documented policies ask for that.
    const context = { ...question.context, 's3:x-amz-acl': 'bucket-owner-full-control' };
    return refusalOf(permissions, { statements: statementsOf(bucket.policy) }, { ...question, context });
  }

  return {
    scene,
    create,
    find,
    seek,
    put,
    refusalTo,
    all: () => buckets.values(),
    delete: (name) => {
      const { arn, objects } = find(name);
      if (objects.size > 0) {
        throw new Fault('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      }
      buckets.delete(name);
      deleted.add(name);
      permissions.written(arn, undefined);
    },
    remove: (bucket, key) => {
      // There is no error in taking away what is not there, and no event of it.
      if (!bucket.objects.delete(key)) return;
      bucket.sorted = undefined;
      tell(bucket, { name: 'ObjectRemoved:Delete', key, sequencer: sequencer(), requester: somebody });
    },
    configure: (bucket, notifications, skipsCheck) => {
      if (!skipsCheck) introduce(bucket, notifications, scene, neighbours);
      bucket.notifications = notifications;
    },
    write: (service, arn, { bucket: name, key }, object) => {
      const bucket = find(name);
      const refusal = refusalTo(service, arn, 's3:PutObject', bucket, `/${key}`);
      if (refusal !== undefined) throw new Fault('AccessDenied', refusal, 403);
      const principalId = `AWS:AROAEXAMPLEEXAMPLE001:${random.hex(8)}`;
      return put(bucket, key, object, { requester: { name: service, principalId, address: service } });
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
}
