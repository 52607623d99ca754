import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { _Record } from '@aws-sdk/client-kinesis';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import { makeStream, readStream } from '../kinesis/stream.ts';
import type { Promises } from '../place.ts';

const GROUP = '/pushes';

/** Makes a log group with one stream in it. */
async function makeGroup({ logs }: Account): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'web' }));
}

async function write({ logs }: Account, messages: readonly string[]): Promise<number> {
  const from = Date.now();
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: 'web',
      logEvents: messages.map((message, n) => ({ timestamp: from + n, message })),
    }),
  );
  return from;
}

async function filtered({ logs }: Account, filterPattern: string): Promise<(string | undefined)[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern }));
  return events.map(({ message }) => message);
}

/** Has what says ERROR sent to a stream. */
async function subscribeStream(aws: Account): Promise<void> {
  await makeGroup(aws);
  const destinationArn = await makeStream(aws, 'subscribed');
  await aws.logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName: GROUP,
      filterName: 'errors',
      filterPattern: 'ERROR',
      destinationArn,
      roleArn: `arn:aws:iam::${aws.id}:role/logs`,
    }),
  );
}

function unpacked({ Data }: _Record): { readonly messageType: string } {
  return JSON.parse(gunzipSync(Data!).toString()) as { messageType: string };
}

/** What CloudWatch Logs promises. */
export const LOGS: Promises = {
  'a log group is made once, described and deleted': async (aws) => {
    await makeGroup(aws);
    await expect(aws.logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 7 }));
    const describe = async () =>
      (await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: GROUP }))).logGroups;
    expect(await describe()).toMatchObject([
      { logGroupName: GROUP, arn: `${aws.arn('logs', `log-group:${GROUP}`)}:*`, retentionInDays: 7 },
    ]);
    await aws.logs.send(new DeleteLogGroupCommand({ logGroupName: GROUP }));
    expect(await describe()).toEqual([]);
  },

  'events are read as they were written, the oldest first': async (aws) => {
    await makeGroup(aws);
    const from = await write(aws, ['one', 'two']);
    const { events, nextForwardToken } = await aws.logs.send(
      new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'web', startFromHead: true }),
    );
    expect(events?.map(({ timestamp, message }) => [timestamp! - from, message])).toEqual([
      [0, 'one'],
      [1, 'two'],
    ]);
    expect(nextForwardToken).toMatch(/^f\/\d+/);
  },

  'a stream knows its first and last event': async (aws) => {
    await makeGroup(aws);
    const from = await write(aws, ['one', 'two', 'three']);
    const { logStreams } = await aws.logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP }));
    expect(logStreams).toMatchObject([
      { logStreamName: 'web', firstEventTimestamp: from, lastEventTimestamp: from + 2 },
    ]);
  },

  'a filter of words finds messages with all of them': async (aws) => {
    await makeGroup(aws);
    await write(aws, ['ERROR in push', 'all is well', 'ERROR in scan']);
    expect(await filtered(aws, 'ERROR')).toEqual(['ERROR in push', 'ERROR in scan']);
    expect(await filtered(aws, 'ERROR scan')).toEqual(['ERROR in scan']);
  },

  'a filter of JSON looks at fields': async (aws) => {
    await makeGroup(aws);
    const messages = [
      '{"detail":{"result":"SUCCESS","critical":0}}',
      '{"detail":{"result":"FAILURE","critical":2}}',
      'no JSON',
    ];
    await write(aws, messages);
    expect(await filtered(aws, '{ $.detail.result = "FAILURE" }')).toEqual([messages[1]]);
    expect(await filtered(aws, '{ $.detail.critical < 1 }')).toEqual([messages[0]]);
  },

  'events are found within a time': async (aws) => {
    await makeGroup(aws);
    const from = await write(aws, ['one', 'two', 'three']);
    const { events } = await aws.logs.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, startTime: from + 1, endTime: from + 2 }),
    );
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html: later than the end is left out.
    expect(events?.map(({ message }) => message)).toEqual(['two', 'three']);
  },

  'a subscription filter sends what it matches to a stream, packed': async (aws) => {
    await subscribeStream(aws);
    await write(aws, ['all is well', 'ERROR in push']);
    const packets = (await readStream(aws, 'subscribed', 2)).map(unpacked);
    expect(packets.find(({ messageType }) => messageType === 'DATA_MESSAGE')).toMatchObject({
      owner: aws.id,
      logGroup: GROUP,
      logStream: 'web',
      subscriptionFilters: ['errors'],
      logEvents: [{ message: 'ERROR in push' }],
    });
  },

  'a subscription is tried out before anything is sent': async (aws) => {
    await subscribeStream(aws);
    const [packet] = (await readStream(aws, 'subscribed', 1)).map(unpacked);
    expect(packet).toMatchObject({ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs' });
  },

  'a group and a stream that are not there are refused by that name': async (aws) => {
    const missing = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    await expect(write(aws, ['x'])).rejects.toMatchObject(missing);
    await expect(filtered(aws, 'x')).rejects.toMatchObject(missing);
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await expect(write(aws, ['x'])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  },
};
