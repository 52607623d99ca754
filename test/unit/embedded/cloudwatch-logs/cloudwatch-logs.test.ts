import { gunzipSync } from 'node:zlib';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteResourcePolicyCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  InvalidParameterException,
  LimitExceededException,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  TagResourceCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { cloudwatchLogs } from '../../../../src/embedded/cloudwatch-logs/cloudwatch-logs.ts';
import { openLogGroups } from '../../../../src/embedded/cloudwatch-logs/log-groups.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const DAY = 86_400_000;
const logGroupName = '/aws/events/ecr';
const logStreamName = 'one';
const ARN = 'arn:aws:logs:us-east-2:123456789012:log-group:/aws/events/ecr';

/** Log groups of their own for each test, one of which has a stream, and the SDK's client for them. */
async function stage() {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda };
  const invoked: (readonly [string, string])[] = [];
  const delivered: (readonly [string, Uint8Array])[] = [];
  const streams = openStreams(scene);
  const groups = openLogGroups(scene, {
    streams,
    functions: { invoke: async (arn, payload) => void invoked.push([arn, payload]) },
    deliveryStreams: {
      put: (arn, data) => {
        if (arn.endsWith('/gone')) throw new Fault('ResourceNotFoundException', 'no such stream');
        delivered.push([arn, data]);
      },
    },
  });
  const client = new CloudWatchLogsClient({
    ...CLIENT,
    requestHandler: sdkRequestHandler(answering(cloudwatchLogs({ logGroups: groups }))),
  });
  await client.send(new CreateLogGroupCommand({ logGroupName, tags: { team: 'a' } }));
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));

  const put = (...lines: (readonly [number, string])[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: lines.map(([after, message]) => ({ timestamp: NOW + after, message })),
      }),
    );
  const get = async (input: Partial<GetLogEventsCommandInput> = {}) => {
    const answer = await client.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...input }));
    return { ...answer, text: answer.events!.map(({ message }) => message).join('') };
  };
  const filter = async (input: Partial<FilterLogEventsCommandInput> = {}) => {
    const answer = await client.send(new FilterLogEventsCommand({ logGroupName, ...input }));
    return { ...answer, text: answer.events!.map(({ message }) => message).join('') };
  };
  return { agenda, groups, streams, client, invoked, delivered, put, get, filter };
}

test('a line is read as it was written, with the time it came in', async () => {
  const { agenda, put, get, filter } = await stage();
  await agenda.runUntil(NOW + 5_000);
  const { nextSequenceToken, rejectedLogEventsInfo } = await put([0, 'hello']);
  expect(nextSequenceToken).toMatch(/^\d{56}$/);
  expect(rejectedLogEventsInfo).toBeUndefined();
  expect((await get()).events).toEqual([{ timestamp: NOW, message: 'hello', ingestionTime: NOW + 5_000 }]);
  expect((await filter()).events).toEqual([
    {
      logStreamName,
      timestamp: NOW,
      message: 'hello',
      ingestionTime: NOW + 5_000,
      eventId: expect.stringMatching(/^\d{56}$/) as string,
    },
  ]);
});

test('what is too old, too new or expired is left out, and the answer says where it begins and ends', async () => {
  const { client, put, get } = await stage();
  const lines = async (...ages: readonly number[]) =>
    (await put(...ages.map((age) => [age, 'x'] as const))).rejectedLogEventsInfo;
  expect(await lines(0, 2 * 3_600_000, 2 * 3_600_000 + 1)).toEqual({ tooNewLogEventStartIndex: 2 });
  expect(await lines(-14 * DAY - 1, -14 * DAY)).toEqual({ tooOldLogEventEndIndex: 1 });
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  expect(await lines(-DAY - 1, -DAY)).toEqual({ expiredLogEventEndIndex: 1 });
  expect((await get({ startFromHead: true })).events!.map(({ timestamp }) => timestamp! - NOW)).toEqual([
    -DAY,
    0,
    2 * 3_600_000,
  ]);
});

test.each<[string, readonly (readonly [number, string])[], string]>([
  [
    'out of order',
    [
      [1, 'a'],
      [0, 'b'],
    ],
    'Log events in a single PutLogEvents request must be in chronological order.',
  ],
  [
    'of more than a day',
    [
      [-DAY, 'a'],
      [1, 'b'],
    ],
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  ],
  ['of too many bytes', [[0, 'x'.repeat(1_048_551)]], 'Upload too large: 1048577 bytes exceeds limit of 1048576'],
])('a batch that is %s is refused as a whole', async (_, lines, message) => {
  const { put, get } = await stage();
  await expect(put(...lines)).rejects.toSatisfy(
    (error) => error instanceof InvalidParameterException && error.message === message,
  );
  expect((await get()).events).toEqual([]);
});

test('a stream is read from its end, or from its head, and both tokens lead back', async () => {
  const { put, get } = await stage();
  await put([1, 'a'], [2, 'b'], [3, 'c'], [4, 'd'], [5, 'e']);
  const newest = await get({ limit: 2 });
  expect(newest.text).toBe('de');
  const older = await get({ limit: 2, nextToken: newest.nextBackwardToken });
  expect(older.text).toBe('bc');
  expect((await get({ nextToken: older.nextForwardToken })).text).toBe('de');
  expect((await get({ limit: 2, startFromHead: true })).text).toBe('ab');
  expect((await get({ startFromHead: true, startTime: NOW + 2, endTime: NOW + 4 })).text).toBe('bc');
});

test('a reader at the end gets its own token back, until there is more', async () => {
  const { put, get } = await stage();
  const empty = await get({ startFromHead: true });
  await put([1, 'a']);
  const first = await get({ nextToken: empty.nextForwardToken });
  expect(first.text).toBe('a');
  const end = await get({ nextToken: first.nextForwardToken });
  expect(end).toMatchObject({ text: '', nextForwardToken: first.nextForwardToken });
  expect((await get({ nextToken: end.nextBackwardToken })).text).toBe('a');
  await put([2, 'b']);
  expect((await get({ nextToken: end.nextForwardToken })).text).toBe('b');
  await expect(get({ nextToken: 'rubbish' })).rejects.toMatchObject({ message: 'The specified nextToken is invalid.' });
});

test('lines are sorted by their own time, whenever they come in', async () => {
  const { put, get } = await stage();
  await put([10, 'c']);
  await put([5, 'a'], [10, 'd']);
  await put([7, 'b']);
  expect((await get()).text).toBe('abcd');
});

test('a search goes through all streams of a group by time, or through those that are named', async () => {
  const { client, groups, put, filter } = await stage();
  await put([1, 'a'], [3, 'c']);
  groups.put(logGroupName, 'two', [
    { timestamp: NOW + 2, message: 'b' },
    { timestamp: NOW + 4, message: 'd' },
  ]);
  expect((await filter()).text).toBe('abcd');
  expect((await filter({ logStreamNames: ['two'] })).text).toBe('bd');
  expect((await filter({ logStreamNamePrefix: 'o' })).text).toBe('ac');
  expect((await filter({ startTime: NOW + 2, endTime: NOW + 3 })).text).toBe('bc');
  await expect(filter({ logStreamNames: ['none'] })).rejects.toBeInstanceOf(ResourceNotFoundException);
  await client.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
  expect((await filter()).text).toBe('bd');
});

test('a search is answered page by page, and a page may be empty while there is more', async () => {
  const { groups, filter } = await stage();
  groups.put(
    logGroupName,
    logStreamName,
    Array.from({ length: 25_000 }, (_, index) => ({ timestamp: NOW, message: index === 24_000 ? 'needle' : 'hay' })),
  );
  const first = await filter({ filterPattern: 'needle' });
  expect(first).toMatchObject({ text: '', searchedLogStreams: [], nextToken: expect.any(String) as string });
  const second = await filter({ filterPattern: 'needle', nextToken: first.nextToken });
  expect(second.text).toBe('');
  const third = await filter({ filterPattern: 'needle', nextToken: second.nextToken });
  expect(third.text).toBe('needle');
  expect(third.nextToken).toBeUndefined();
  await expect(filter({ nextToken: 'rubbish' })).rejects.toMatchObject({
    message: 'The specified nextToken is invalid.',
  });
});

test('a limit is kept, and the token goes on behind it', async () => {
  const { put, filter } = await stage();
  await put([0, 'a'], [0, 'b'], [0, 'c']);
  const first = await filter({ limit: 2 });
  expect(first.text).toBe('ab');
  expect((await filter({ limit: 2, nextToken: first.nextToken })).text).toBe('c');
});

test('lines are forgotten when the retention of the group is over', async () => {
  const { agenda, client, put, get, filter } = await stage();
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  await put([0, 'old']);
  await agenda.runUntil(NOW + DAY + 1);
  expect((await get()).text + (await filter()).text).toBe('');
  await expect(client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }))).rejects.toMatchObject({
    message: expect.stringMatching(
      /^1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: \[1, 3, 5,/,
    ) as string,
  });
});

test('a function is handed the lines that match, gzipped, as one message', async () => {
  const { agenda, client, invoked, put } = await stage();
  const destinationArn = 'arn:aws:lambda:us-east-2:123456789012:function:alarm';
  await client.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName: 'errors',
      filterPattern: '[level = ERROR, code]',
      destinationArn,
    }),
  );
  await put([1, 'ERROR 17'], [2, 'INFO 1'], [3, 'ERROR 18']);
  await agenda.settle(0);
  expect(invoked).toHaveLength(1);
  const [arn, payload] = invoked[0]!;
  expect(arn).toBe(destinationArn);
  const { data } = (JSON.parse(payload) as { awslogs: { data: string } }).awslogs;
  const id = expect.stringMatching(/^\d{56}$/) as string;
  expect(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString())).toEqual({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: logGroupName,
    logStream: logStreamName,
    subscriptionFilters: ['errors'],
    logEvents: [
      { id, timestamp: NOW + 1, message: 'ERROR 17', extractedFields: { level: 'ERROR', code: '17' } },
      { id, timestamp: NOW + 3, message: 'ERROR 18', extractedFields: { level: 'ERROR', code: '18' } },
    ],
  });
});

test('a stream and a delivery stream are tried with a control message first, and then get gzipped bytes', async () => {
  const { agenda, client, streams, delivered, put } = await stage();
  streams.create('logs', { shards: 1 });
  const subscribe = (filterName: string, destinationArn: string) =>
    client.send(
      new PutSubscriptionFilterCommand({
        logGroupName,
        filterName,
        filterPattern: '',
        destinationArn,
        roleArn: 'arn:aws:iam::123456789012:role/logs',
      }),
    );
  await subscribe('k', 'arn:aws:kinesis:us-east-2:123456789012:stream/logs');
  await subscribe('f', 'arn:aws:firehose:us-east-2:123456789012:deliverystream/logs');
  await put([1, 'hello']);
  await agenda.settle(0);
  const records = streams.find('logs').shards[0]!.records;
  const texts = [...records.map(({ data }) => data), ...delivered.map(([, data]) => data)].map(
    (data) => JSON.parse(gunzipSync(data).toString()) as { messageType: string },
  );
  expect(texts.map(({ messageType }) => messageType)).toEqual([
    'CONTROL_MESSAGE',
    'DATA_MESSAGE',
    'CONTROL_MESSAGE',
    'DATA_MESSAGE',
  ]);
  expect(records[1]!.partitionKey).toBe(logStreamName);
  expect(
    (await client.send(new DescribeSubscriptionFiltersCommand({ logGroupName }))).subscriptionFilters,
  ).toMatchObject([
    { filterName: 'f', filterPattern: '', distribution: 'ByLogStream', creationTime: NOW },
    { filterName: 'k' },
  ]);
  await expect(subscribe('third', 'arn:aws:kinesis:us-east-2:123456789012:stream/logs')).rejects.toBeInstanceOf(
    LimitExceededException,
  );
  await client.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'k' }));
  await expect(subscribe('gone', 'arn:aws:kinesis:us-east-2:123456789012:stream/gone')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in ACTIVE state.',
  });
});

test('a subscriber that is gone stops nobody from writing', async () => {
  const { agenda, client, streams, put, get } = await stage();
  streams.create('logs', { shards: 1 });
  await client.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName: 'k',
      filterPattern: '',
      destinationArn: 'arn:aws:kinesis:us-east-2:123456789012:stream/logs',
    }),
  );
  streams.delete('logs');
  await put([0, 'x']);
  await agenda.settle(0);
  expect((await get()).text).toBe('x');
});

test('a pattern is tried on lines before it is used', async () => {
  const { client } = await stage();
  const { matches } = await client.send(
    new TestMetricFilterCommand({ filterPattern: '{ $.a = 1 }', logEventMessages: ['{"a":2}', '{"a":1}'] }),
  );
  expect(matches).toEqual([{ eventNumber: 2, eventMessage: '{"a":1}', extractedValues: { '$.a': '1' } }]);
  await expect(
    client.send(
      new PutMetricFilterCommand({
        logGroupName,
        filterName: 'x',
        filterPattern: '{',
        metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid filter pattern' });
});

test('groups and streams are described in pages, by prefix and by their last line', async () => {
  const { client, groups, put } = await stage();
  await put([1, 'x']);
  groups.create('/aws/events/other');
  groups.put(logGroupName, 'two', [{ timestamp: NOW + 9, message: 'y' }]);
  const first = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/', limit: 1 }));
  expect(first.logGroups).toMatchObject([
    { logGroupName, arn: `${ARN}:*`, logGroupArn: ARN, creationTime: NOW, storedBytes: 54, logGroupClass: 'STANDARD' },
  ]);
  const second = await client.send(new DescribeLogGroupsCommand({ limit: 1, nextToken: first.nextToken }));
  expect(second.logGroups).toMatchObject([{ logGroupName: '/aws/events/other' }]);
  expect(second.nextToken).toBeUndefined();
  const { logStreams } = await client.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
  );
  expect(logStreams).toMatchObject([
    { logStreamName: 'two', firstEventTimestamp: NOW + 9, lastEventTimestamp: NOW + 9, lastIngestionTime: NOW },
    { logStreamName: 'one', arn: `${ARN}:log-stream:one` },
  ]);
});

test('a name is given once, and what is gone is missed', async () => {
  const { client, put } = await stage();
  await expect(client.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toSatisfy(
    (error) =>
      error instanceof ResourceAlreadyExistsException && error.message === 'The specified log group already exists',
  );
  await expect(client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))).rejects.toMatchObject({
    message: 'The specified log stream already exists',
  });
  await client.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
  await expect(put([0, 'x'])).rejects.toMatchObject({ message: 'The specified log stream does not exist.' });
  await client.send(new DeleteLogGroupCommand({ logGroupName }));
  await expect(put([0, 'x'])).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('ten resource policies are kept for an account, and no more', async () => {
  const { client } = await stage();
  const write = (policyName: string, policyDocument = '{}') =>
    client.send(new PutResourcePolicyCommand({ policyName, policyDocument }));
  for (let index = 0; index < 10; index += 1) await write(`p${index}`);
  await expect(write('p10')).rejects.toBeInstanceOf(LimitExceededException);
  await write('p9', '{"Version":"2012-10-17"}');
  await client.send(new DeleteResourcePolicyCommand({ policyName: 'p0' }));
  const { resourcePolicies } = await client.send(new DescribeResourcePoliciesCommand({}));
  expect(resourcePolicies).toHaveLength(9);
  expect(resourcePolicies?.at(-1)).toEqual({
    policyName: 'p9',
    policyDocument: '{"Version":"2012-10-17"}',
    lastUpdatedTime: NOW,
  });
  await expect(client.send(new DeleteResourcePolicyCommand({ policyName: 'p0' }))).rejects.toMatchObject({
    message: 'Policy with name [p0] does not exist',
  });
});

test('tags are kept under the ARN of the group', async () => {
  const { client } = await stage();
  await client.send(new TagResourceCommand({ resourceArn: ARN, tags: { env: 'test' } }));
  expect((await client.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags).toEqual({
    team: 'a',
    env: 'test',
  });
});

test('a group and a stream that are only named are there where what is named is taken as given', () => {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, takesNamedAsGiven: true };
  const nobody = () => {
    throw new Error('nobody subscribes');
  };
  const groups = openLogGroups(scene, {
    streams: { put: nobody },
    deliveryStreams: { put: nobody },
    functions: { invoke: nobody },
  });
  const group = groups.find(`${ARN}:*`);
  expect(groups.findStream(group, 'one').arn).toBe(`${ARN}:log-stream:one`);
  groups.delete(logGroupName);
  expect(() => groups.find(logGroupName)).toThrow('The specified log group does not exist.');
});

test('pages of any size give every line once, in order, whichever way they are turned', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 5 }), { maxLength: 25 }),
      fc.integer({ min: 1, max: 7 }),
      async (ages, limit) => {
        const { groups, get, filter } = await stage();
        const lines = ages.map((age, index) => ({ timestamp: NOW - age, message: `${index};` }));
        groups.put(logGroupName, logStreamName, lines);
        const all = lines
          .toSorted((a, b) => a.timestamp - b.timestamp)
          .map(({ message }) => message)
          .join('');
        let forwards = '';
        let backwards = '';
        let found = '';
        for (let page = await get({ startFromHead: true, limit }); page.text !== '';) {
          forwards += page.text;
          page = await get({ nextToken: page.nextForwardToken, limit });
        }
        for (let page = await get({ limit }); page.text !== '';) {
          backwards = page.text + backwards;
          page = await get({ nextToken: page.nextBackwardToken, limit });
        }
        let nextToken: string | undefined;
        do {
          const page = await filter({ limit, nextToken });
          found += page.text;
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        expect([forwards, backwards, found]).toEqual([all, all, all]);
      },
    ),
    { numRuns: 40 },
  );
});
