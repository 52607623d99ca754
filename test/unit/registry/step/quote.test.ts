import { expect, test } from 'vitest';
import type { BusEvent } from '../../../../src/eventbridge/event.ts';
import { script } from '../../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../../src/scenario/read.ts';

function told(steps: string) {
  const scenario = readScenario(`version: 1\ndescription: A quotation.\nsteps:\n${steps}`, 'quote.yaml');
  return script(scenario).emissions;
}

test('an event is told word for word, with an id of its own and the time that it is then', () => {
  const [emission, ...others] = told(
    '  - wait: 1h\n  - quote: { event: { source: aws.ecr, detail-type: ECR Artifact Action, detail: { new: [1, { deep: null }] } } }\n',
  );
  expect(others).toEqual([]);
  expect(emission).toMatchObject({ channel: 'eventbridge', origin: 'native', reaches: 'enabled' });
  const { id, ...event } = JSON.parse(emission?.text ?? '') as BusEvent;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(event).toEqual({
    version: '0',
    'detail-type': 'ECR Artifact Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T10:30:01Z',
    region: 'us-east-1',
    resources: [],
    detail: { new: [1, { deep: null }] },
  });
});

const RECORD = `{ eventVersion: "1.99", userIdentity: { type: New }, eventTime: 2014-01-01T00:00:00Z, eventSource: s3.amazonaws.com, eventName: PutBucket, requestID: old, eventID: old, later: true }`;

test('a record keeps its members and their order, and gets ids and a time of its own', () => {
  const [record, event] = told(`  - quote: { record: ${RECORD} }\n`);
  expect(Object.keys(JSON.parse(record?.text ?? '') as object)).toEqual([
    'eventVersion',
    'userIdentity',
    'eventTime',
    'eventSource',
    'eventName',
    'requestID',
    'eventID',
    'later',
    'awsRegion',
    'eventType',
    'recipientAccountId',
  ]);
  expect(record?.text).toContain('"eventTime":"2026-01-15T09:30:00Z"');
  expect(record?.text).not.toContain('old');
  expect(event).toMatchObject({ event: { source: 'aws.s3', detail: { eventName: 'PutBucket' } } });
});

test('what the bus was not told of stays in the trail', () => {
  expect(told(`  - quote: { record: ${RECORD}, onBus: false }\n`).map(({ channel }) => channel)).toEqual([
    'cloudtrail',
  ]);
});

test.each([
  '{ record: { eventName: PutImage } }',
  '{ record: { eventName: PutImage, eventSource: ecr } }',
  '{ record: { eventName: "Put\\"Image", eventSource: ecr.amazonaws.com } }',
  '{ event: { source: aws.ecr } }',
  '{}',
])('a quotation that no bus could carry is refused: %s', (quote) => {
  expect(() => told(`  - quote: ${quote}\n`)).toThrow(/Cannot read step 1|quote/);
});
