import { expect, test } from 'vitest';
import { checkInput } from '../../../../src/wire/check/check-input.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import { modelOf } from '../../../../src/wire/models.ts';

/** What a service answers to an input, or `undefined` where its model has nothing against it. */
async function refusal(service: string, shape: string, input: unknown): Promise<string | undefined> {
  try {
    checkInput((await modelOf(service))!, shape, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const ENTRY = { Source: 's', DetailType: 'd', Detail: '{}' };
const WORDED =
  'PutEventsRequestEntry(time=null, source=s, resources=null, detailType=d, detail={}, eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';

test('eleven events are refused in the words recorded from AWS', async () => {
  const entries = Array.from({ length: 11 }, () => ENTRY);
  expect(await refusal('eventbridge', 'PutEventsRequest', { Entries: entries })).toBe(
    `ValidationException: 1 validation error detected: Value '[${entries.map(() => WORDED).join(', ')}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
  );
  expect(await refusal('eventbridge', 'PutEventsRequest', { Entries: entries.slice(1) })).toBeUndefined();
});

test.each([
  [
    'a missing member',
    'eventbridge',
    'PutRuleRequest',
    {},
    "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a text outside its enum and one outside its pattern',
    'eventbridge',
    'PutRuleRequest',
    { Name: 'a b', State: 'ON' },
    String.raw`ValidationException: 2 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+; Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]`,
  ],
  [
    'a member of a member of a list',
    'eventbridge',
    'PutTargetsRequest',
    { Rule: 'r', Targets: [{ Id: 'a', Arn: 'arn:aws:x', RetryPolicy: { MaximumRetryAttempts: 186 } }] },
    "ValidationException: 1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
  ],
  [
    'texts in a list, all at once',
    'cloudwatch-logs',
    'DescribeLogStreamsRequest',
    { logGroupName: 'a:b' },
    String.raw`InvalidParameterException: 1 validation error detected: Value 'a:b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`,
  ],
  [
    'a list of texts as a whole',
    'eventbridge',
    'RemoveTargetsRequest',
    { Rule: 'r', Ids: ['ok', 'not ok'] },
    String.raw`ValidationException: 1 validation error detected: Value '[ok, not ok]' at 'ids' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+, Member must not be null]`,
  ],
  [
    'nothing at all in a list of structures',
    'eventbridge',
    'PutEventsRequest',
    { Entries: [null] },
    "ValidationException: 1 validation error detected: Value null at 'entries.1.member' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a number where a text belongs',
    'eventbridge',
    'PutEventsRequest',
    { Entries: [{ ...ENTRY, Source: 7 }] },
    'SerializationException: NUMBER_VALUE can not be converted to a String',
  ],
  [
    'a text where a list belongs',
    'eventbridge',
    'PutEventsRequest',
    { Entries: 'x' },
    'SerializationException: Expected list or null',
  ],
  [
    'a list where a structure belongs',
    'eventbridge',
    'PutEventsRequest',
    { Entries: [[]] },
    'SerializationException: Start of list found where not expected',
  ],
  [
    'a text where a number belongs, of a service that words its own constraints',
    'sqs',
    'ReceiveMessageRequest',
    { QueueUrl: 'q', MaxNumberOfMessages: 'ten' },
    'SerializationException: STRING_VALUE can not be converted to an Integer',
  ],
])('%s is refused', async (_, service, shape, input, expected) => {
  expect(await refusal(service, shape, input)).toBe(expected);
});

test('null is the absence of a member that nobody requires', async () => {
  expect(
    await refusal('eventbridge', 'PutEventsRequest', { Entries: [{ ...ENTRY, Resources: null }] }),
  ).toBeUndefined();
});

test('a service that words its own constraints is not spoken for', async () => {
  expect(await refusal('sqs', 'SendMessageRequest', {})).toBeUndefined();
});

test('bytes measure what they stand for, and are not repeated', async () => {
  const record = (length: number) => ({
    DeliveryStreamName: 's',
    Record: { Data: Buffer.alloc(length).toString('base64') },
  });
  expect(await refusal('firehose', 'PutRecordInput', record(1_024_000))).toBeUndefined();
  expect(await refusal('firehose', 'PutRecordInput', record(1_024_001))).toBe(
    "ValidationException: 1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1024001 cap=1024001]' at 'record.data' failed to satisfy constraint: Member must have length less than or equal to 1024000",
  );
});

test('a member that is null is one that was not given', async () => {
  const input = { Name: null, Description: 'd', Tags: null };
  expect(await refusal('eventbridge', 'CreateEventBusRequest', input)).toContain("Value null at 'name'");
  expect(input).toEqual({ Description: 'd' });
});

test('a value of another type is refused for that, also within what would be refused and repeated', async () => {
  const MessageSystemAttributes = { constructor: { DataType: 'String', StringListValues: 'none' } };
  const input = { QueueUrl: 'x', MessageBody: 'x', MessageSystemAttributes };
  expect(await refusal('sqs', 'SendMessageRequest', input)).toBe('SerializationException: Expected list or null');
});

test('null in a list is refused, also by services that check in words of their own', async () => {
  expect(await refusal('ecs', 'DescribeTasksRequest', { tasks: ['a', null] })).toBe(
    'SerializationException: Expected a value, found null',
  );
  expect(await refusal('ecs', 'RunTaskRequest', { taskDefinition: 'a', tags: [null] })).toBe(
    'SerializationException: Expected a value, found null',
  );
});
