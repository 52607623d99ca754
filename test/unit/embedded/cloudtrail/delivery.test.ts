import { gunzipSync } from 'node:zlib';
import {
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DeleteTrailCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { seeded } from '../../../../src/random.ts';
import { account, ACCOUNT, BUCKET, contentOf, HOUR, keysWith, MINUTE, recordAt, START } from './account.ts';

/** A trail that logs. */
async function logging(settings: Partial<CreateTrailCommandInput> = {}) {
  const all = account();
  const { cloudtrail, agenda, estate } = all;
  estate.topics.create('files', {}, {});
  estate.queues.create('files', {}, {});
  estate.logGroups.create('trail');
  await cloudtrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: BUCKET, ...settings }));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  const happen = async (...records: readonly ReturnType<typeof recordAt>[]): Promise<void> => {
    for (const record of records) {
      const at = Date.parse(record.eventTime);
      await agenda.runUntil(Math.max(at, agenda.now()));
      estate.trails.take(record, at);
    }
  };
  return { ...all, happen };
}

const TOPIC = `arn:aws:sns:us-east-2:${ACCOUNT}:files`;
const QUEUE = `arn:aws:sqs:us-east-2:${ACCOUNT}:files`;
const LINES = {
  CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-2:${ACCOUNT}:log-group:trail:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/trail`,
};
const CLOSED =
  /^AWSLogs\/123456789012\/CloudTrail\/us-east-2\/2026\/01\/15\/123456789012_CloudTrail_us-east-2_20260115T\d\d[0-5][05]Z_[A-Za-z0-9]{16}\.json\.gz$/;

test('records are in a file of one line, named and marked as CloudTrail does, within ten minutes or so', async () => {
  const { happen, agenda, estate } = await logging();
  const record = recordAt(START + MINUTE);
  await happen(record);
  await agenda.settle(11 * MINUTE);
  const [key = ''] = keysWith(estate, '.json.gz');
  expect(key).toMatch(CLOSED);
  const object = estate.buckets.find(BUCKET).objects.get(key)!;
  expect(gunzipSync(object.body).toString()).toBe(`{"Records":[${JSON.stringify(record)}]}`);
  expect(object.headers).toMatchObject({ ContentType: 'application/json', ContentEncoding: 'gzip' });
});

test('files are as late, as mixed and as unsorted as real ones', async () => {
  const { happen, agenda, estate } = await logging();
  const random = seeded(3);
  let at = START;
  const records = Array.from({ length: 2_000 }, (_, index) =>
    recordAt((at += random.integer(0, 30_000)), { eventID: String(index) }),
  );
  await happen(...records);
  await agenda.settle(12 * MINUTE);
  const files = keysWith(estate, '.json.gz').map((key) => {
    const [, stamp = ''] = /_(\d{8}T\d{4})Z_/.exec(key)!;
    const named = Date.parse(stamp.replace(/(.{4})(.{2})(.{2}T.{2})(.{2})/, '$1-$2-$3:$4:00Z'));
    const held = (contentOf(estate, key) as { Records: { eventTime: string; eventID: string }[] }).Records;
    return {
      named,
      times: held.map(({ eventTime }) => Date.parse(eventTime)),
      ids: held.map(({ eventID }) => eventID),
    };
  });
  const ids = files.flatMap((file) => file.ids);
  expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(records.map(({ eventID }) => eventID));
  const late = files
    .flatMap(({ named, times }) => times.map((time) => (named - time) / MINUTE))
    .toSorted((a, b) => a - b);
  const of = (share: number): number => late[Math.floor(share * (late.length - 1))]!;
  // Real: least 0.1, middle 3.4, 95th hundredth 7.1, most 9.9.
  expect(of(0)).toBeGreaterThan(0);
  expect(of(0.5)).toBeGreaterThan(2.9);
  expect(of(0.5)).toBeLessThan(3.9);
  expect(of(0.95)).toBeGreaterThan(6.3);
  expect(of(0.95)).toBeLessThan(7.9);
  expect(of(1)).toBeLessThan(10);
  const unsorted = files.filter(({ times }) => times.some((time, index) => index > 0 && time < times[index - 1]!));
  expect(unsorted.length / files.length).toBeGreaterThan(0.5);
});

test('a trail of one Region has the records of its own, and one of all Regions has a file for each', async () => {
  const abroad = { awsRegion: 'eu-west-1', eventID: 'abroad' };
  for (const [IsMultiRegionTrail, regions] of [
    [false, ['us-east-2']],
    [true, ['eu-west-1', 'us-east-2']],
  ] as const) {
    const { happen, agenda, estate } = await logging({ IsMultiRegionTrail });
    await happen(recordAt(START), recordAt(START, abroad));
    await agenda.settle(11 * MINUTE);
    expect(
      keysWith(estate, '.json.gz')
        .map((key) => String(key.split('/')[3]))
        .toSorted(),
    ).toEqual(regions);
  }
});

test('an organization trail has the records of all accounts, below the organization', async () => {
  const { happen, agenda, estate } = await logging({ IsOrganizationTrail: true, S3KeyPrefix: 'audit', ...LINES });
  await happen(recordAt(START), recordAt(START, { recipientAccountId: '444455556666' }));
  await agenda.settle(11 * MINUTE);
  const folders = keysWith(estate, '.json.gz').map((key) => key.split('/').slice(0, 5).join('/'));
  expect(folders.toSorted()).toEqual([
    `audit/AWSLogs/o-exampleorgid/${ACCOUNT}/CloudTrail`,
    'audit/AWSLogs/o-exampleorgid/444455556666/CloudTrail',
  ]);
  expect([...estate.logGroups.find('trail').streams.keys()].toSorted()).toEqual([
    `o-exampleorgid_${ACCOUNT}_CloudTrail_us-east-2`,
    'o-exampleorgid_444455556666_CloudTrail_us-east-2',
  ]);
  const { happen: alone, agenda: its, estate: single } = await logging();
  await alone(recordAt(START, { recipientAccountId: '444455556666' }));
  await its.settle(11 * MINUTE);
  expect(keysWith(single, '.json.gz')).toEqual([]);
});

test('what a trail is told to leave out is in no file', async () => {
  const { cloudtrail, happen, agenda, estate } = await logging();
  const kms = { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', eventID: 'kms', readOnly: true };
  const names = async (): Promise<readonly string[]> => {
    await happen(recordAt(agenda.now(), { eventID: 'ecr' }), recordAt(agenda.now(), kms));
    await agenda.settle(11 * MINUTE);
    const { objects } = estate.buckets.find(BUCKET);
    const held = keysWith(estate, '.json.gz').flatMap(
      (key) => (contentOf(estate, key) as { Records: { eventID: string }[] }).Records,
    );
    objects.clear();
    return held.map(({ eventID }) => eventID).toSorted();
  };
  expect(await names()).toEqual(['ecr', 'kms']);
  const put = (selectors: object) =>
    cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', ...selectors }));
  await put({ EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] });
  expect(await names()).toEqual(['ecr']);
  await put({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
  expect(await names()).toEqual(['kms']);
  await put({
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
        ],
      },
    ],
  });
  expect(await names()).toEqual(['ecr']);
});

test('a topic is told when it is named, and then of each file, also through a queue', async () => {
  const { happen, agenda, estate } = await logging({ SnsTopicName: 'files' });
  // Subscribed late: what was said before is gone.
  estate.topics.subscribe(estate.topics.at(TOPIC), { protocol: 'sqs', endpoint: QUEUE, attributes: {}, at: undefined });
  await happen(recordAt(START));
  await agenda.settle(11 * MINUTE);
  const [received] = await estate.queues.receive(QUEUE, { most: 10 });
  const envelope = JSON.parse(received!.message.body) as { Type: string; Message: string; Subject?: string };
  expect([envelope.Type, 'Subject' in envelope]).toEqual(['Notification', false]);
  expect(JSON.parse(envelope.Message)).toEqual({ s3Bucket: BUCKET, s3ObjectKey: keysWith(estate, '.json.gz') });
});

test('naming a topic or a bucket leaves something in it that is no log file', async () => {
  const { cloudtrail, agenda, estate } = account();
  const topic = estate.topics.create('files', {}, {});
  estate.queues.create('files', {}, {});
  estate.topics.subscribe(topic, {
    protocol: 'sqs',
    endpoint: QUEUE,
    attributes: { RawMessageDelivery: 'true' },
    at: undefined,
  });
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: 'audit',
      S3BucketName: BUCKET,
      SnsTopicName: 'files',
      EnableLogFileValidation: true,
    }),
  );
  await agenda.settle(0);
  const [received] = await estate.queues.receive(QUEUE, { most: 10 });
  expect(received?.message.body).toBe('CloudTrail validation message.');
  const { objects } = estate.buckets.find(BUCKET);
  expect([...objects.values()].map(({ key, body, headers }) => [key, body.length, headers.ContentEncoding])).toEqual([
    [`AWSLogs/${ACCOUNT}/CloudTrail/`, 0, 'gzip'],
    [`AWSLogs/${ACCOUNT}/CloudTrail-Digest/`, 0, 'gzip'],
  ]);
});

test('a log group has a line a record, bare and at the time of its delivery, and subscribers have it too', async () => {
  const { happen, agenda, estate } = await logging(LINES);
  const payloads: { awslogs: { data: string } }[] = [];
  const reader = estate.functions.define('reader', (event) => {
    payloads.push(event as { awslogs: { data: string } });
    return Promise.resolve({ kind: 'returned', value: null });
  });
  await estate.perform('cloudwatch-logs', 'PutSubscriptionFilter', {
    logGroupName: 'trail',
    filterName: 'pushes',
    filterPattern: '{ $.eventName = "PutImage" }',
    destinationArn: reader.arn,
  });
  const record = recordAt(START + MINUTE);
  const huge = recordAt(START + MINUTE, { eventID: 'huge', requestParameters: { imageManifest: 'ü'.repeat(140_000) } });
  await happen(record, recordAt(START + MINUTE, { eventName: 'BatchGetImage' }), huge);
  await agenda.settle(11 * MINUTE);
  const group = estate.logGroups.find('trail');
  expect([...group.streams.keys()]).toEqual([`${ACCOUNT}_CloudTrail_us-east-2`]);
  expect(
    group.events.map(({ message }) => (JSON.parse(message) as { eventName: string }).eventName).toSorted(),
  ).toEqual(['BatchGetImage', 'PutImage']);
  expect(group.events.every(({ timestamp }) => timestamp > START + MINUTE)).toBe(true);
  const told = payloads.map(
    ({ awslogs }) => JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as object,
  );
  expect(told).toMatchObject([
    {
      messageType: 'DATA_MESSAGE',
      owner: ACCOUNT,
      logGroup: 'trail',
      logStream: `${ACCOUNT}_CloudTrail_us-east-2`,
      subscriptionFilters: ['pushes'],
      logEvents: [{ message: JSON.stringify(record) }],
    },
  ]);
  // What is too large for a log group is in a file all the same.
  const held = keysWith(estate, '.json.gz').flatMap(
    (key) => (contentOf(estate, key) as { Records: { eventID: string }[] }).Records,
  );
  expect(held.map(({ eventID }) => eventID)).toContain('huge');
});

test('a trail that has stopped or gone writes nothing more', async () => {
  const { cloudtrail, happen, agenda, estate } = await logging();
  await cloudtrail.send(new StopLoggingCommand({ Name: 'audit' }));
  await happen(recordAt(START + MINUTE));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  await happen(recordAt(START + 2 * MINUTE));
  await cloudtrail.send(new DeleteTrailCommand({ Name: 'audit' }));
  await agenda.settle(11 * MINUTE);
  expect(keysWith(estate, '.json.gz')).toEqual([]);
});

test('a bucket that refuses is tried again until it lets the file in, and the status says why it is late', async () => {
  const { cloudtrail, happen, agenda, estate } = await logging();
  const bucket = estate.buckets.find(BUCKET);
  bucket.policy = JSON.stringify({
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${bucket.arn}/*` }],
  });
  await happen(recordAt(START));
  await agenda.settle(HOUR);
  expect(keysWith(estate, '.json.gz')).toEqual([]);
  const status = () => cloudtrail.send(new GetTrailStatusCommand({ Name: 'audit' }));
  expect(await status()).toMatchObject({ IsLogging: true, LatestDeliveryError: 'AccessDenied' });
  bucket.policy = undefined;
  await agenda.settle(2 * HOUR);
  expect(keysWith(estate, '.json.gz')).toHaveLength(1);
  const healthy = await status();
  expect(healthy.LatestDeliveryError).toBeUndefined();
  expect(healthy.LatestDeliveryTime).toBeInstanceOf(Date);
  await expect(
    cloudtrail.send(new UpdateTrailCommand({ Name: 'audit', S3BucketName: 'no-such-bucket' })),
  ).rejects.toMatchObject({ name: 'S3BucketDoesNotExistException' });
});

test('a scenario that is known from the beginning comes about in its time', async () => {
  const records = [1, 2].map((minute) => {
    const record = recordAt(START + minute * MINUTE);
    return { at: START + minute * MINUTE, record, text: JSON.stringify(record) };
  });
  const { cloudtrail, agenda, estate } = account({ chronicle: { records, ended: START + 2 * MINUTE } });
  const create = new CreateTrailCommand({ Name: 'audit', S3BucketName: BUCKET, EnableLogFileValidation: true });
  await cloudtrail.send(create);
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  await agenda.settle(31 * HOUR);
  expect(keysWith(estate, '_CloudTrail_us-east-2_').length).toBeGreaterThan(0);
  // One for the hour before, one for that of the scenario, and none for all the hours in which nothing more can happen.
  expect(keysWith(estate, 'CloudTrail-Digest_')).toHaveLength(2);
});
