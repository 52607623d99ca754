import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  DisassociateKmsKeyCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { GROUP } from './group.ts';

const logGroupName = GROUP;
const web = { logGroupName, logStreamName: 'web' };
const NO_GROUP = ['ResourceNotFoundException: The specified log group does not exist.'];

/** What several are answered, each answer once. */
async function refusals(...answers: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const all = answers.map((answer) =>
    answer.then(
      () => 'answered',
      ({ name, message }: Error) => `${name}: ${message}`,
    ),
  );
  return [...new Set(await Promise.all(all))];
}

/** In which words CloudWatch Logs says that something is not there. */
export const MISSING: Promises = {
  'a log group that is not there has no streams, filters and retention': async ({ logs, arn }) => {
    const destinationArn = arn('lambda', 'function:deploy');
    expect(
      await refusals(
        logs.send(new CreateLogStreamCommand(web)),
        logs.send(new DeleteLogStreamCommand(web)),
        logs.send(new DescribeLogStreamsCommand({ logGroupName })),
        logs.send(new GetLogEventsCommand(web)),
        logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 })),
        logs.send(new DeleteRetentionPolicyCommand({ logGroupName })),
        logs.send(
          new PutSubscriptionFilterCommand({ logGroupName, filterName: 'all', filterPattern: '', destinationArn }),
        ),
        logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName })),
        logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'all' })),
      ),
    ).toEqual(NO_GROUP);
  },

  'a log group that is not there is not encrypted': async ({ logs, arn }) => {
    const kmsKeyId = arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
    expect(
      await refusals(
        logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId })),
        logs.send(new DisassociateKmsKeyCommand({ logGroupName })),
      ),
    ).toEqual(NO_GROUP);
  },

  'a log group that is not there has no metric filters': async ({ logs }) => {
    expect(await refusals(logs.send(new DescribeMetricFiltersCommand({ logGroupName })))).toEqual(NO_GROUP);
  },

  'a log group that is not there has no tags': async ({ logs, arn }) => {
    const resourceArn = arn('logs', `log-group:${GROUP}`);
    expect(
      await refusals(
        logs.send(new TagResourceCommand({ resourceArn, tags: { team: 'web' } })),
        logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] })),
        logs.send(new ListTagsForResourceCommand({ resourceArn })),
        logs.send(new TagLogGroupCommand({ logGroupName, tags: { team: 'web' } })),
        logs.send(new UntagLogGroupCommand({ logGroupName, tags: ['team'] })),
        logs.send(new ListTagsLogGroupCommand({ logGroupName })),
      ),
    ).toEqual(NO_GROUP);
  },

  'a function that is not there is sent no events': async ({ logs, arn }) => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const destinationArn = arn('lambda', 'function:deploy');
    expect(
      await refusals(
        logs.send(
          new PutSubscriptionFilterCommand({ logGroupName, filterName: 'all', filterPattern: '', destinationArn }),
        ),
      ),
    ).toEqual([
      'InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    ]);
  },

  'log groups are looked for by one thing at a time': async ({ logs }) => {
    expect(
      await refusals(
        logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws', logGroupNamePattern: 'deploy' })),
      ),
    ).toEqual([
      'InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    ]);
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    expect(
      await refusals(
        logs.send(new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'w', orderBy: 'LastEventTime' })),
      ),
    ).toEqual(['InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.']);
  },

  'a token that nobody was given leads nowhere': async ({ logs }) => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    expect(await refusals(logs.send(new FilterLogEventsCommand({ logGroupName, nextToken: 'none' })))).toEqual([
      'InvalidParameterException: The specified nextToken is invalid.',
    ]);
  },

  'a query that nobody has asked has no results': async ({ logs }) => {
    const queryId = '1d0c9b4e-9d2a-4a57-8f5b-3a4bd0e2f6d1';
    await expect(logs.send(new GetQueryResultsCommand({ queryId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },

  'a pointer that nobody was given points at nothing': async ({ logs }) => {
    await expect(logs.send(new GetLogRecordCommand({ logRecordPointer: 'nothing' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },
};
