import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unwrap } from '../../../../src/recording/capture/unwrap.ts';
import { event, idOf, record } from './said.ts';

const EVENT = event('e-1');
const TEXT = JSON.stringify(EVENT);
const SUBSCRIPTION = gzipSync(
  JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 5, message: TEXT }] }),
).toString('base64');

test.for<[string, unknown]>([
  ['as it is', EVENT],
  ['as a text', TEXT],
  ['as a text within a text', JSON.stringify(TEXT)],
  ['in an SQS message, as ReceiveMessage answers', { Messages: [{ MessageId: 'm-1', Body: TEXT }] }],
  ['in an SQS message, as Lambda is given it', { Records: [{ messageId: 'm-1', eventSource: 'aws:sqs', body: TEXT }] }],
  [
    'in an SNS notification',
    { Type: 'Notification', MessageId: 'm-1', Message: TEXT, Timestamp: '2026-01-15T09:30:01Z' },
  ],
  ['in an SNS notification in an SQS message', { Body: JSON.stringify({ Type: 'Notification', Message: TEXT }) }],
  ['in an SNS notification, as Lambda is given it', { Records: [{ EventSource: 'aws:sns', Sns: { Message: TEXT } }] }],
  ['in a Kinesis record', { Records: [{ kinesis: { data: Buffer.from(TEXT).toString('base64') } }] }],
  ['in a Firehose record', { records: [{ recordId: '1', data: Buffer.from(TEXT).toString('base64') }] }],
  ['in the subscription of a log group', { awslogs: { data: SUBSCRIPTION } }],
  ['in such a subscription in a Kinesis record', { Records: [{ kinesis: { data: SUBSCRIPTION } }] }],
  ['in what FilterLogEvents answers', { events: [{ eventId: '1', timestamp: 5, ingestionTime: 6, message: TEXT }] }],
  [
    'in what Lambda sends on when it has failed',
    { requestContext: { condition: 'RetriesExhausted' }, requestPayload: EVENT },
  ],
  ['in a line of a timeline', { at: 5, emittedAt: 4, event: EVENT }],
])('an event is found %s', ([, value]) => {
  expect(unwrap(value).map(idOf)).toEqual(['e-1']);
});

test.for<[string, unknown]>([
  ['as it is', record('r-1')],
  ['in a log file', { Records: [record('r-1')] }],
  ['in the event history', { Events: [{ EventId: 'r-1', CloudTrailEvent: JSON.stringify(record('r-1')) }] }],
  ['of another service, and of 2014', { ...record('r-1', '2014-03-06T21:01:59Z'), eventVersion: '1.0' }],
])('a record is found %s', ([, value]) => {
  expect(unwrap(value)).toEqual([expect.objectContaining({ channel: 'cloudtrail' })]);
});

test('an arrival has the time at which its message was sent, and its id', () => {
  const attributes = { SentTimestamp: '1768469401000' };
  expect(unwrap({ MessageId: 'm-1', Body: TEXT, Attributes: attributes })).toEqual([
    { channel: 'eventbridge', event: EVENT, arrivedAt: 1_768_469_401_000, delivery: 'm-1' },
  ]);
  expect(unwrap({ events: [{ eventId: '9', timestamp: 5, ingestionTime: 6, message: TEXT }] })).toEqual([
    { channel: 'eventbridge', event: EVENT, arrivedAt: 6, delivery: '9' },
  ]);
  expect(unwrap(EVENT)[0]?.arrivedAt).toBe(Date.parse(EVENT.time));
});

test('what came in one message has ids that differ', () => {
  const both = JSON.stringify({ Records: [record('r-1'), record('r-2')] });
  expect(unwrap({ MessageId: 'm-1', Body: both }).map(({ delivery }) => delivery)).toEqual(['m-1/0', 'm-1/1']);
});

test('a dead letter says why it died', () => {
  const MessageAttributes = {
    ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
    RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:us-east-2:123456789012:rule/pushes' },
    OTHER: { DataType: 'String', StringValue: 'x' },
  };
  expect(unwrap({ Body: TEXT, MessageAttributes })[0]?.deadLetter).toEqual({
    ERROR_CODE: 'NO_PERMISSIONS',
    RULE_ARN: 'arn:aws:events:us-east-2:123456789012:rule/pushes',
  });
  const failed = {
    requestContext: { condition: 'RetriesExhausted', functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:d' },
    requestPayload: EVENT,
    responsePayload: { errorType: 'TypeError', errorMessage: 'no tag' },
  };
  expect(unwrap(failed)[0]?.deadLetter).toEqual({
    CONDITION: 'RetriesExhausted',
    TARGET_ARN: 'arn:aws:lambda:us-east-2:123456789012:function:d',
    ERROR_CODE: 'TypeError',
    ERROR_MESSAGE: 'no tag',
  });
});

test.for<[string, unknown]>([
  ['a number', 7],
  ['nothing', null],
  ['a text that is none', 'START RequestId: 1'],
  ['a text that only looks like one', '{"a":'],
  ['an object', { hello: 'world' }],
  ['texts within texts without an end', Array.from({ length: 14 }).reduce((inner) => JSON.stringify(inner), TEXT)],
  [
    'an envelope within envelopes without an end',
    Array.from({ length: 50 }).reduce((inner) => ({ data: inner }), EVENT),
  ],
])('nothing is found in %s', ([, value]) => {
  expect(unwrap(value)).toEqual([]);
});
