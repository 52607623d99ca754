import { gzipSync } from 'node:zlib';
import { Fault } from '../../wire/fault.ts';
import type { Bucket } from '../s3/bucket.ts';
import type { Scene } from '../scene.ts';
import type { DeliveryStream, S3Destination, S3Object } from './delivery-stream.ts';
import { objectKey } from './object-key.ts';
import { follow, type Sources } from './source.ts';
import { transform, type Transformers } from './transform.ts';
import { partitionOf } from '../partition.ts';

/** What delivery streams need to know of the scenario. */
export type DeliveryScene = Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
  Partial<Pick<Scene, 'takesNamedAsGiven'>>;

/** How a delivery stream is set up. */
export interface DeliverySetup {
  readonly destination: S3Destination;
  readonly extended: boolean;
  readonly source?: { readonly arn: string; readonly roleArn: string };
}

/** The delivery streams of an account: what Firehose's operations, EventBridge's targets and subscription filters share. */
export interface DeliveryStreams {
  readonly scene: DeliveryScene;
  create(name: string, setup: DeliverySetup): DeliveryStream;
  delete(name: string): void;
  /** By name or ARN. Throws `ResourceNotFoundException`. */
  find(nameOrArn: string): DeliveryStream;
  list(): readonly DeliveryStream[];
  /** Takes a record; gives its id. */
  put(nameOrArn: string, data: Uint8Array): string;
  /** Every object that has been written to a bucket, or to any, whether the bucket is there or not. */
  objects(bucket?: string): readonly S3Object[];
}

/** Where delivery streams write. */
interface Buckets {
  readonly buckets: {
    seek(name: string): Bucket | undefined;
    put(bucket: Bucket, key: string, object: { readonly body: Uint8Array }): unknown;
  };
}

const MEBIBYTE = 1_048_576;

/** Opens the delivery streams of a scenario; there are none at first. `reach` has what they read from and who transforms for them. */
export function openDeliveryStreams(
  scene: DeliveryScene,
  reach: Sources & Transformers & Partial<Buckets>,
): DeliveryStreams {
  const deleted = new Set<string>();
  const streams = new Map<string, DeliveryStream>();
  const written: S3Object[] = [];
  const endings = new Map<DeliveryStream, () => void>();
  const { agenda, random } = scene;

  function find(nameOrArn: string): DeliveryStream {
    const name = /^arn:[^:]+:firehose:[^:]*:\d{12}:deliverystream\/(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
    const stream = streams.get(name) ?? given(name);
    if (stream === undefined) {
      throw new Fault('ResourceNotFoundException', `Firehose ${name} under account ${scene.account} not found.`);
    }
    return stream;
  }

  /** A stream that nobody has created, where named ones are taken as given: its bucket has its name. */
  function given(name: string): DeliveryStream | undefined {
    if (scene.takesNamedAsGiven !== true || deleted.has(name) || !/^[\w.-]{1,64}$/.test(name)) return undefined;
    const RoleARN = `arn:aws:iam::${scene.account}:role/${name}`;
    return create(name, { destination: { RoleARN, BucketARN: `arn:aws:s3:::${name}` }, extended: true });
  }

  function create(name: string, { destination, extended, source }: DeliverySetup): DeliveryStream {
    if (streams.has(name)) {
      throw new Fault('ResourceInUseException', `Firehose ${name} under accountId ${scene.account} already exists`);
    }
    const stream: DeliveryStream = {
      name,
      arn: `arn:${partitionOf(scene.region)}:firehose:${scene.region}:${scene.account}:deliverystream/${name}`,
      created: agenda.now(),
      ...(source !== undefined && { source }),
      tags: new Map(),
      destination,
      extended,
      version: 1,
      encrypted: false,
      buffer: [],
      bufferedBytes: 0,
    };
    if (source !== undefined) {
      endings.set(
        stream,
        follow(reach.streams, agenda, source.arn, (data) => void buffer(stream, data)),
      );
    }
    streams.set(name, stream);
    return stream;
  }

  function buffer(stream: DeliveryStream, data: Uint8Array): string {
    const id = random.hex(120);
    const { SizeInMBs = 5, IntervalInSeconds = 300 } = stream.destination.BufferingHints ?? {};
    const isFirst = stream.buffer.length === 0;
    stream.buffer.push({ id, arrived: agenda.now(), data });
    stream.bufferedBytes += data.length;
    const begun = stream.buffer;
    if (isFirst) agenda.after(IntervalInSeconds * 1000, () => (stream.buffer === begun ? flush(stream) : undefined));
    if (stream.bufferedBytes >= SizeInMBs * MEBIBYTE) {
      agenda.after(0, () => (stream.buffer === begun ? flush(stream) : undefined));
    }
    return id;
  }

  /** Records are transformed as their buffer is written; AWS does it sooner, with a buffer of its own, and the objects hold the same. */
  async function flush(stream: DeliveryStream): Promise<void> {
    const records = stream.buffer;
    const at = records[0]?.arrived ?? agenda.now();
    stream.buffer = [];
    stream.bufferedBytes = 0;
    const { Prefix, ErrorOutputPrefix } = stream.destination;
    const { data, failures } = await transform({ ...scene, functions: reach.functions }, stream, records);
    if (data.length > 0) write(stream, objectKey(stream, { prefix: Prefix, at, random }), Buffer.concat(data));
    if (failures.length > 0) {
      const failure = 'processing-failed';
      const prefix = ErrorOutputPrefix ?? `${Prefix ?? ''}${failure}/`;
      const lines = failures.map((each) => `${JSON.stringify(each)}\n`).join('');
      write(stream, objectKey(stream, { prefix, at, random, failure }), Buffer.from(lines));
    }
  }

  function write(stream: DeliveryStream, key: string, bytes: Uint8Array): void {
    const { BucketARN, CompressionFormat } = stream.destination;
    const bucket = BucketARN.slice(BucketARN.lastIndexOf(':') + 1);
    const body = CompressionFormat === 'GZIP' ? gzipSync(bytes) : bytes;
    written.push({ bucket, key, body, written: agenda.now() });
    // A bucket that nobody has made takes nothing, and AWS would try for a day.
    const found = reach.buckets?.seek(bucket);
    if (found !== undefined) reach.buckets?.put(found, key, { body });
  }

  return {
    scene,
    create,
    find,
    delete: (name) => {
      const stream = find(name);
      endings.get(stream)?.();
      streams.delete(stream.name);
      deleted.add(stream.name);
    },
    list: () => [...streams.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    put: (nameOrArn, data) => {
      const stream = find(nameOrArn);
      if (stream.source !== undefined) {
        throw new Fault(
          'InvalidArgumentException',
          'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
        );
      }
      return buffer(stream, data);
    },
    objects: (bucket) => (bucket === undefined ? written : written.filter((object) => object.bucket === bucket)),
  };
}
