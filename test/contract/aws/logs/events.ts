import {
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { filtered, GROUP, makeGroup, write } from './group.ts';

/** What CloudWatch Logs promises of events that are written and read. */
export const EVENTS: Promises = {
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

  'events are found within a time': async (aws) => {
    await makeGroup(aws);
    const from = await write(aws, ['one', 'two', 'three']);
    const { events } = await aws.logs.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, startTime: from + 1, endTime: from + 2 }),
    );
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html: later than the end is left out.
    expect(events?.map(({ message }) => message)).toEqual(['two', 'three']);
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
