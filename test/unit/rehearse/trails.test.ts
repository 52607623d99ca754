import { gunzipSync } from 'node:zlib';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Resources } from '../../../src/bus/resource/resources.ts';
import { Problem } from '../../../src/problem.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const scenario = readScenario(
  `version: 1
description: An image is pushed, and what CloudTrail writes of it is read.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2", layers: [1000] }
  - wait: 30m
expect:
  - consumer: reader
    invoked: { atLeast: 1 }
`,
  'trail.yaml',
);

/** Rehearses with one consumer, and gives what it returned, once an invocation, and how late each was. */
async function reading(resources: Resources, reader: (event: never) => Promise<unknown>) {
  const { run, findings, activity, emissions } = await rehearse(
    scenario,
    { rules: [], consumers: { reader: { handler: 'trails.test.ts#reader' } }, root: import.meta.dirname, resources },
    { importModule: () => Promise.resolve({ reader }) },
  );
  const invocations = run.arrivals.flatMap(({ invocations: all }) => all);
  return {
    returned: invocations.map(({ outcome }) => (outcome.kind === 'returned' ? outcome.value : outcome)),
    by: invocations.map(({ by }) => by),
    late: invocations.map(({ at }) => (at - activity.happenings.at(-1)!.at) / 60_000),
    findings,
    recorded: emissions
      .flatMap((emission) => (emission.channel === 'cloudtrail' ? [emission.record.eventName] : []))
      .toSorted(byName),
  };
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}

interface FileEvent {
  readonly Records: readonly { readonly s3: { readonly bucket: { name: string }; readonly object: { key: string } } }[];
}

/** As a user would write it: it has every record of the files that it is told of. */
async function readFiles(bucket: string, keys: readonly string[]): Promise<readonly string[]> {
  const s3 = new S3Client({});
  const files = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const text = gunzipSync(await Body!.transformToByteArray()).toString('utf8');
      return (JSON.parse(text) as { Records: { eventName: string }[] }).Records;
    }),
  );
  return files
    .flat()
    .map(({ eventName }) => eventName)
    .toSorted(byName);
}

test('a function on the notifications of a bucket reads the log file of a push, minutes later', async () => {
  const { returned, by, late, findings, recorded } = await reading(
    {
      trails: { audit: { bucket: 'trail-logs' } },
      buckets: { 'trail-logs': { notifications: [{ consumer: 'reader' }] } },
    },
    (event: FileEvent) =>
      readFiles(
        'trail-logs',
        event.Records.map(({ s3 }) => decodeURIComponent(s3.object.key)),
      ),
  );
  expect((returned as string[][]).flat().toSorted(byName)).toEqual(recorded);
  expect(recorded).toContain('PutImage');
  expect(by[0]).toBe('bucket "trail-logs"');
  expect(Math.max(...late)).toBeLessThan(12);
  expect(findings.every(({ kind }) => kind === 'kept')).toBe(true);
});

test('a poller of the queue of a topic is told where files lie', async () => {
  const { returned, recorded } = await reading(
    {
      trails: { audit: { bucket: 'trail-logs', topic: 'files' } },
      topics: { files: { subscriptions: [{ queue: 'files' }] } },
      eventSources: [{ queue: 'files', consumer: 'reader' }],
    },
    async (event: { readonly Records: readonly { readonly body: string }[] }) => {
      const names: string[] = [];
      for (const { body } of event.Records) {
        const { Message } = JSON.parse(body) as { Message: string };
        const { s3Bucket, s3ObjectKey } = JSON.parse(Message) as { s3Bucket: string; s3ObjectKey: string[] };
        names.push(...(await readFiles(s3Bucket, s3ObjectKey)));
      }
      return names;
    },
  );
  expect((returned as string[][]).flat().toSorted(byName)).toEqual(recorded);
});

test('a function on a log group has the records that its filter lets through', async () => {
  const { returned } = await reading(
    {
      trails: { audit: { bucket: 'trail-logs', logGroup: 'audit' } },
      logGroups: {
        audit: { subscriptionFilters: [{ consumer: 'reader', filterPattern: '{ $.eventName = "PutImage" }' }] },
      },
    },
    (event: { readonly awslogs: { readonly data: string } }) => {
      const { logEvents } = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8')) as {
        logEvents: { message: string }[];
      };
      return Promise.resolve(logEvents.map(({ message }) => (JSON.parse(message) as { eventName: string }).eventName));
    },
  );
  expect(returned).toEqual([['PutImage']]);
});

test('a trail leaves out what its selectors leave out', async () => {
  const { returned } = await reading(
    {
      trails: { audit: { bucket: 'trail-logs', eventSelectors: [{ readWriteType: 'ReadOnly' }] } },
      buckets: { 'trail-logs': { notifications: [{ consumer: 'reader', prefix: 'AWSLogs/', suffix: '.json.gz' }] } },
    },
    (event: FileEvent) =>
      readFiles(
        'trail-logs',
        event.Records.map(({ s3 }) => s3.object.key),
      ),
  );
  expect(new Set((returned as string[][]).flat())).toEqual(
    new Set(['BatchCheckLayerAvailability', 'GetAuthorizationToken']),
  );
});

test('a consumer looks up what has happened, without any trail', async () => {
  const { returned } = await reading(
    { schedules: { hourly: { expression: 'rate(10 minutes)', targets: ['reader'] } } },
    async () => {
      const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'PutImage' }];
      const { Events = [] } = await new CloudTrailClient({}).send(new LookupEventsCommand({ LookupAttributes }));
      return Events.length;
    },
  );
  expect(returned).toEqual([1, 1, 1]);
});

test('a trail that CloudTrail would refuse is told at its place', async () => {
  const trails = { 'audit--log': { bucket: 'trail-logs' } };
  await expect(reading({ trails }, () => Promise.resolve())).rejects.toSatisfy(
    (error) =>
      error instanceof Problem &&
      error.message ===
        'Cannot make trails.audit--log: Trail name cannot have adjacent periods, underscores or dashes.',
  );
});

test.for([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s everything on the way has names of its partition', async ([region, partition]) => {
  const abroad = readScenario(
    `version: 1\ndescription: Elsewhere.\nregion: ${region}\nsteps:\n  - createRepository: { name: web }\n`,
    'abroad.yaml',
  );
  const seen: { readonly Records: readonly { readonly eventSourceARN: string; readonly body: string }[] }[] = [];
  await rehearse(
    abroad,
    {
      rules: [],
      consumers: { reader: { handler: 'trails.test.ts#reader' } },
      root: import.meta.dirname,
      resources: {
        trails: { audit: { bucket: 'trail-logs', topic: 'files', logGroup: 'audit' } },
        buckets: { 'trail-logs': { notifications: [{ queue: 'files' }] } },
        eventSources: [{ queue: 'files', consumer: 'reader' }],
      },
    },
    { importModule: () => Promise.resolve({ reader: (event: (typeof seen)[number]) => void seen.push(event) }) },
  );
  const [record] = seen.flatMap(({ Records }) => Records);
  expect(record?.eventSourceARN).toBe(`arn:${partition}:sqs:${region}:123456789012:files`);
  expect(JSON.parse(record!.body)).toMatchObject({
    Records: [{ s3: { bucket: { arn: `arn:${partition}:s3:::trail-logs` } } }],
  });
});

test('a rule sends what S3 tells the default bus of a log file', async () => {
  const seen: { readonly detail: { readonly object: { readonly key: string } } }[] = [];
  const { run } = await rehearse(
    scenario,
    {
      rules: [
        {
          name: 'files',
          pattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] },
          targets: [{ consumer: 'reader' }],
        },
      ],
      consumers: { reader: { handler: 'trails.test.ts#reader' } },
      root: import.meta.dirname,
      resources: { trails: { audit: { bucket: 'trail-logs' } }, buckets: { 'trail-logs': { eventBridge: true } } },
    },
    { importModule: () => Promise.resolve({ reader: (event: (typeof seen)[number]) => void seen.push(event) }) },
  );
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every(({ detail }) => detail.object.key.startsWith('AWSLogs/123456789012/CloudTrail/'))).toBe(true);
  expect(run.arrivals.flatMap(({ invocations }) => invocations).every(({ rule }) => rule === 'files')).toBe(true);
});

test('the same seed writes the same files', async () => {
  const keys = async (): Promise<readonly unknown[]> => {
    const { returned } = await reading(
      {
        trails: { audit: { bucket: 'trail-logs', enableLogFileValidation: true } },
        buckets: { 'trail-logs': { notifications: [{ consumer: 'reader' }] } },
      },
      (event: FileEvent) => Promise.resolve(event.Records.map(({ s3 }) => s3.object.key)),
    );
    return returned;
  };
  const once = await keys();
  expect(once.length).toBeGreaterThan(1);
  expect(await keys()).toEqual(once);
});
