import { expect, test } from 'vitest';
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

test('a record over 256 KB stays out of EventBridge', () => {
  const layers = Array.from({ length: 127 }, (_, index) => 1000 + index).join(', ');
  const platforms = Array.from({ length: 900 }, (_, index) => `linux/arch${index}`).join(', ');
  const { records, events } = emitted(
    `given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1", layers: [${layers}] } }, { push: { image: "web:all", platforms: [${platforms}] } }]`,
  );
  const index = records.findLast(({ eventName }) => eventName === 'PutImage');
  expect(JSON.stringify(index).length).toBeGreaterThan(256 * 1024);
  expect(events.filter(({ detail }) => detail['eventID'] === index?.eventID)).toEqual([]);
  expect(events.filter(({ detail }) => detail['image-tag'] === 'all')).toHaveLength(1);
});

test('the text of an emission is the compact JSON of its value', () => {
  for (const emission of emitted(PUSH).emissions) {
    expect(emission.text).toBe(JSON.stringify(emission.channel === 'cloudtrail' ? emission.record : emission.event));
  }
});
