import type { BusEvent } from '../../eventbridge/event.ts';
import { Fault } from '../../wire/fault.ts';
import { malformedXml } from '../../wire/xml-read.ts';
import { askedByService } from '../policy/asked-by.ts';
import { refusalOf, type ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import type { Bucket, Notification, NotificationConfiguration } from './bucket.ts';
import { invalidArgument } from './fault.ts';

type PolicyOf = (arn: string) => ResourcePolicy | undefined;

/** Whom buckets tell of their objects. */
export interface Neighbours {
  readonly queues: { readonly policyOf: PolicyOf; send(arn: string, outgoing: { readonly body: string }): unknown };
  readonly topics: {
    readonly policyOf: PolicyOf;
    publish(arn: string, publication: { readonly message: string; readonly subject: string }): unknown;
  };
  readonly functions: {
    readonly policyOf: PolicyOf;
    invoke(arn: string, payload: string, how: { readonly type: 'Event' }): Promise<unknown>;
  };
  readonly buses: {
    accept(event: BusEvent, how: { readonly reaches: 'enabled' }): { readonly sent: Promise<unknown> };
  };
}

/** What has become of an object. */
export interface Occurrence {
  /** Without `s3:`. */
  readonly name: `Object${'Created' | 'Removed'}:${string}`;
  readonly key: string;
  readonly sequencer: string;
  /** Of an object that there is now. */
  readonly object?: { readonly size: number; readonly etag: string };
  /** Whose doing it is. */
  readonly requester: Requester;
}

/** Who has asked S3 for something. */
export interface Requester {
  /** An account, or a service such as `cloudtrail.amazonaws.com`. */
  readonly name: string;
  readonly principalId: string;
  readonly address: string;
}

/** A second: documents say that it is seconds, and not how many. */
const LATENCY = 1_000;
const SERVICE = 's3.amazonaws.com';

/** Tells everybody whom the bucket's configuration names, soon after. */
export function notify(bucket: Bucket, occurrence: Occurrence, scene: Scene, neighbours: Neighbours): void {
  const { notifications } = bucket;
  const destinations = destinationsOf(notifications).filter((each) => isMeant(each.notification, occurrence));
  const { EventBridgeConfiguration: bridge } = notifications;
  if (destinations.length === 0 && bridge === undefined) return;
  const now = scene.now();
  const requestId = scene.random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
  const hostId = scene.random.text(76, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
  for (const { kind, arn, notification } of destinations) {
    const record = recordOf(bucket, occurrence, { scene, now, requestId, hostId, id: notification.Id ?? '' });
    scene.agenda.after(LATENCY, async () => {
      await send(kind, arn, JSON.stringify({ Records: [record] }), neighbours);
    });
  }
  const event = bridge === undefined ? undefined : eventOf(bucket, occurrence, { scene, now, requestId });
  if (event !== undefined) {
    scene.agenda.after(LATENCY, async () => {
      await neighbours.buses.accept(event, { reaches: 'enabled' }).sent;
    });
  }
}

/** Refuses a configuration that names somebody who is not there, or who does not let S3 in. Tells queues and topics that they are told now. */
export function introduce(
  bucket: Bucket,
  configuration: NotificationConfiguration,
  scene: Scene,
  neighbours: Neighbours,
): void {
  const destinations = destinationsOf(configuration);
  for (const { kind, arn, notification } of destinations) {
    const { Events = [] } = notification;
    if (Events.length === 0) throw malformedXml();
    for (const event of Events) {
      if (!/^s3:[A-Za-z]+:(?:\*|[A-Za-z:]+)$/.test(event)) {
        throw invalidArgument('The event is not supported for notifications');
      }
    }
    for (const { Name } of notification.Filter?.Key?.FilterRules ?? []) {
      if (!/^(?:prefix|suffix)$/i.test(Name)) throw invalidArgument('filter rule name must be either prefix or suffix');
    }
    if (!mayTell(bucket, kind, arn, scene, neighbours)) {
      throw invalidArgument('Unable to validate the following destination configurations');
    }
  }
  const test = JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(scene.now()).toISOString(),
    Bucket: bucket.name,
    RequestId: scene.random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
    HostId: scene.random.text(76, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
  });
  for (const { kind, arn } of destinations) {
    // A function would run on it, so S3 asks only its policy.
    if (kind !== 'function') scene.agenda.after(0, () => send(kind, arn, test, neighbours));
  }
}

interface Destination {
  readonly kind: 'queue' | 'topic' | 'function';
  readonly arn: string;
  readonly notification: Notification;
}

function destinationsOf(configuration: NotificationConfiguration): readonly Destination[] {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  return [
    ...QueueConfigurations.map((each) => ({ kind: 'queue' as const, arn: each.QueueArn, notification: each })),
    ...TopicConfigurations.map((each) => ({ kind: 'topic' as const, arn: each.TopicArn, notification: each })),
    ...LambdaFunctionConfigurations.map((each) => ({
      kind: 'function' as const,
      arn: each.LambdaFunctionArn,
      notification: each,
    })),
  ];
}

function isMeant({ Events = [], Filter }: Notification, { name, key }: Occurrence): boolean {
  const [kind = ''] = name.split(':', 1);
  if (!Events.some((event) => event === `s3:${name}` || event === `s3:${kind}:*`)) return false;
  return (Filter?.Key?.FilterRules ?? []).every(({ Name, Value = '' }) =>
    Name.toLowerCase() === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
  );
}

const ACTIONS = { queue: 'sqs:SendMessage', topic: 'sns:Publish', function: 'lambda:InvokeFunction' } as const;

function mayTell(
  bucket: Bucket,
  kind: Destination['kind'],
  arn: string,
  scene: Scene,
  neighbours: Neighbours,
): boolean {
  const room = { queue: neighbours.queues, topic: neighbours.topics, function: neighbours.functions }[kind];
  const policy = room.policyOf(arn);
  if (policy === undefined) return false;
  const question = askedByService(SERVICE, ACTIONS[kind], arn, { arn: bucket.arn, account: scene.account });
  return refusalOf(scene.permissions, policy, question) === undefined;
}

async function send(kind: Destination['kind'], arn: string, body: string, neighbours: Neighbours): Promise<void> {
  try {
    if (kind === 'queue') neighbours.queues.send(arn, { body });
    else if (kind === 'topic') neighbours.topics.publish(arn, { message: body, subject: 'Amazon S3 Notification' });
    else await neighbours.functions.invoke(arn, body, { type: 'Event' });
  } catch (error) {
    // Whoever has gone since is not told; a defect of ours goes up.
    if (!(error instanceof Fault)) throw error;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function recordOf(
  bucket: Bucket,
  { name, key, sequencer, object, requester }: Occurrence,
  told: { scene: Scene; now: number; requestId: string; hostId: string; id: string },
): object {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: told.scene.region,
    eventTime: new Date(told.now).toISOString(),
    eventName: name,
    userIdentity: { principalId: requester.principalId },
    requestParameters: { sourceIPAddress: requester.address },
    responseElements: { 'x-amz-request-id': told.requestId, 'x-amz-id-2': told.hostId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: told.id,
      bucket: { name: bucket.name, ownerIdentity: { principalId: 'A3NL1KOZZKEXAMPLE' }, arn: bucket.arn },
      object: {
        key: encodeKey(key),
        ...(object !== undefined && { size: object.size, eTag: object.etag.replaceAll('"', '') }),
        sequencer,
      },
    },
  };
}

/** As a form would have it: a space is a plus, and slashes stay. */
function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice(4).replaceAll('%2F', '/');
}

const REASONS: Readonly<Record<string, string>> = {
  'ObjectCreated:Put': 'PutObject',
  'ObjectCreated:Copy': 'CopyObject',
  'ObjectCreated:CompleteMultipartUpload': 'CompleteMultipartUpload',
  'ObjectRemoved:Delete': 'DeleteObject',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function eventOf(
  bucket: Bucket,
  { name, key, sequencer, object, requester }: Occurrence,
  { scene, now, requestId }: { scene: Scene; now: number; requestId: string },
): BusEvent {
  return {
    version: '0',
    id: scene.random.uuid(),
    'detail-type': object === undefined ? 'Object Deleted' : 'Object Created',
    source: 'aws.s3',
    account: scene.account,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region: scene.region,
    resources: [bucket.arn],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        ...(object !== undefined && { size: object.size, etag: object.etag.replaceAll('"', '') }),
        sequencer,
      },
      'request-id': requestId,
      requester: requester.name,
      'source-ip-address': requester.address,
      reason: REASONS[name] ?? name,
      ...(object === undefined && { 'deletion-type': 'Permanently Deleted' }),
    },
  };
}
