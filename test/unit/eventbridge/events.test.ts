import { expect, test } from 'vitest';
import { toEvents } from '../../../src/eventbridge/events.ts';
import { emitted } from '../emitted.ts';

const PUSH =
  'given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1", layers: [846] } }, { pull: { image: "web:1" } }]';

test('a record travels in its envelope unchanged, with its own time and no resources', () => {
  const { events, records } = emitted(PUSH);
  const put = events.find(({ detail }) => detail['eventName'] === 'PutImage');
  const record = records.find(({ eventName }) => eventName === 'PutImage');
  expect(put).toMatchObject({
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ecr',
    time: record?.eventTime,
    resources: [],
    detail: record,
  });
  expect(put?.id).not.toBe(record?.eventID);
});

test('only names that begin with Get, List or Describe are kept from ENABLED rules', () => {
  const { emissions } = emitted(PUSH);
  const kept = emissions.flatMap((emission) =>
    emission.channel === 'eventbridge' && emission.reaches === 'all'
      ? [String(emission.event.detail['eventName'])]
      : [],
  );
  expect(new Set(kept)).toEqual(new Set(['GetAuthorizationToken', 'GetDownloadUrlForLayer']));
});

test('calls of KMS come from aws.kms', () => {
  const { events } = emitted('steps: [{ createRepository: { name: web, encryption: { type: KMS } } }]');
  expect(events.filter(({ source }) => source === 'aws.kms').map(({ detail }) => detail['eventName'])).toEqual([
    'DescribeKey',
    'CreateGrant',
    'CreateGrant',
  ]);
});

test('a lifecycle run comes as a service event', () => {
  const { events } = emitted(
    'given: [{ repository: { name: web, lifecycle: { keep: 1 } } }]\nsteps: [{ expire: { repository: web } }]',
  );
  expect(events.map((event) => event['detail-type'])).toEqual(['AWS Service Event via CloudTrail']);
});

test('there is no native event for a pull, nor for creating or deleting a repository', () => {
  const { native } = emitted('steps: [{ createRepository: { name: web } }, { delete: { repository: web } }]');
  expect(native).toEqual([]);
  expect(emitted(PUSH).native).toHaveLength(1);
});

test('a member over 100 KB is left out of its record, which says how large it was', () => {
  const platforms = Array.from({ length: 900 }, (_, index) => `linux/arch${index}`).join(', ');
  const { records, events } = emitted(
    `given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:all", layers: [1000], platforms: [${platforms}] } }]`,
  );
  const index = records.findLast(({ eventName }) => eventName === 'PutImage');
  expect(index?.requestParameters).toEqual({
    reason: 'requestParameters too large',
    omitted: true,
    originalSize: expect.any(Number) as number,
  });
  expect((index!.requestParameters as { originalSize: number }).originalSize).toBeGreaterThan(100 * 1024);
  expect(index?.responseElements).toMatchObject({ reason: 'responseElements too large', omitted: true });
  expect(events.filter(({ detail }) => detail['eventID'] === index?.eventID)).toHaveLength(1);
  expect(events.filter(({ detail }) => detail['image-tag'] === 'all')).toHaveLength(1);
});

test('a record over 256 KB stays out of EventBridge, one of 256 KB does not', () => {
  const { activity, emissions } = emitted(PUSH);
  const [first] = emissions;
  if (first?.channel !== 'cloudtrail') throw new Error('the first emission is a record');
  const bare = JSON.stringify({ ...first.record, userAgent: '' }).length;
  const weighing = (bytes: number) => {
    const record = { ...first.record, userAgent: 'x'.repeat(bytes - bare) };
    return { ...first, record, text: JSON.stringify(record) };
  };
  const how = { profile: 'observed', seed: 1 } as const;
  const carried = (bytes: number) =>
    toEvents(activity, [weighing(bytes)], how).filter(({ origin }) => origin === 'cloudtrail').length;
  expect(carried(256 * 1024)).toBe(1);
  expect(carried(256 * 1024 + 1)).toBe(0);
});

test('the text of an emission is the compact JSON of its value', () => {
  for (const emission of emitted(PUSH).emissions) {
    expect(emission.text).toBe(JSON.stringify(emission.channel === 'cloudtrail' ? emission.record : emission.event));
  }
});
