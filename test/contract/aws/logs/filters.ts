import {
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { _Record } from '@aws-sdk/client-kinesis';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import { makeStream, readStream } from '../kinesis/stream.ts';
import type { Promises } from '../place.ts';
import { filtered, GROUP, makeGroup, write } from './group.ts';

const logGroupName = GROUP;

/** Has what says ERROR sent to a stream. */
async function subscribeStream(aws: Account, filterName = 'errors', streamName = 'subscribed'): Promise<string> {
  const destinationArn = await makeStream(aws, streamName);
  const roleArn = `arn:aws:iam::${aws.id}:role/logs`;
  await aws.logs.send(
    new PutSubscriptionFilterCommand({ logGroupName, filterName, filterPattern: 'ERROR', destinationArn, roleArn }),
  );
  return destinationArn;
}

function unpacked({ Data }: _Record): { readonly messageType: string } {
  return JSON.parse(gunzipSync(Data!).toString()) as { messageType: string };
}

function countErrors({ logs }: Account, filterName = 'errors') {
  const metricTransformations = [{ metricName: 'errors', metricNamespace: 'registry', metricValue: '1' }];
  return logs.send(
    new PutMetricFilterCommand({ logGroupName, filterName, filterPattern: 'ERROR', metricTransformations }),
  );
}

/** What log groups promise whoever looks for certain lines, or has them sent on. */
export const FILTERS: Promises = {
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

  'a subscription filter sends what it matches to a stream, packed': async (aws) => {
    await makeGroup(aws);
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
    await makeGroup(aws);
    await subscribeStream(aws);
    const [packet] = (await readStream(aws, 'subscribed', 1)).map(unpacked);
    expect(packet).toMatchObject({ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs' });
  },

  'subscription filters are described, and deleted': async (aws) => {
    await makeGroup(aws);
    const destinationArn = await subscribeStream(aws);
    const described = async () =>
      (await aws.logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }))).subscriptionFilters;
    expect(await described()).toMatchObject([
      { filterName: 'errors', logGroupName, filterPattern: 'ERROR', destinationArn, distribution: 'ByLogStream' },
    ]);
    const remove = () => aws.logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'errors' }));
    await remove();
    expect(await described()).toEqual([]);
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified subscription filter does not exist.',
    });
  },

  'a log group has two subscription filters at most': async (aws) => {
    await makeGroup(aws);
    await subscribeStream(aws, 'one', 'first');
    await subscribeStream(aws, 'two', 'second');
    await expect(subscribeStream(aws, 'three', 'third')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    });
  },

  'metric filters are made, counted, described and deleted': async (aws) => {
    await makeGroup(aws);
    await countErrors(aws);
    await countErrors(aws, 'more');
    const described = async (how: object) => (await aws.logs.send(new DescribeMetricFiltersCommand(how))).metricFilters;
    expect(await described({ logGroupName, filterNamePrefix: 'err' })).toMatchObject([
      {
        filterName: 'errors',
        logGroupName,
        filterPattern: 'ERROR',
        metricTransformations: [{ metricName: 'errors', metricNamespace: 'registry', metricValue: '1' }],
      },
    ]);
    const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ metricFilterCount: 2 }]);
    await aws.logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'errors' }));
    expect((await described({}))?.map(({ filterName }) => filterName)).toEqual(['more']);
  },

  'a metric filter of a group that is not there is refused by that name': async (aws) => {
    const missing = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    await expect(countErrors(aws)).rejects.toMatchObject(missing);
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName }));
    await expect(
      aws.logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'errors' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified metric filter does not exist.',
    });
  },

  'a filter pattern is tried on messages, and tells what it finds in them': async ({ logs }) => {
    const { matches } = await logs.send(
      new TestMetricFilterCommand({
        filterPattern: '[who, action = pu*, size > 100]',
        logEventMessages: ['web push 512', 'web pull 512', 'api push 12'],
      }),
    );
    expect(matches).toEqual([
      {
        eventNumber: 1,
        eventMessage: 'web push 512',
        extractedValues: { $who: 'web', $action: 'push', $size: '512' },
      },
      {
        eventNumber: 2,
        eventMessage: 'web pull 512',
        extractedValues: { $who: 'web', $action: 'pull', $size: '512' },
      },
    ]);
  },

  'a filter pattern that is none is refused': async ({ logs }) => {
    await expect(
      logs.send(new TestMetricFilterCommand({ filterPattern: '{ $.detail = ', logEventMessages: ['x'] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid filter pattern' });
  },
};
