import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DisassociateKmsKeyCommand,
  GetLogEventsCommand,
  ListLogGroupsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { filtered, GROUP, makeGroup, write } from './group.ts';

const logGroupName = GROUP;
const NO_GROUP = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
const NO_STREAM = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };

async function described({ logs }: Account) {
  return (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: GROUP }))).logGroups;
}

/** What log groups promise of themselves and of their streams. */
export const GROUPS: Promises = {
  'a log group is made once, described and deleted': async (aws) => {
    await makeGroup(aws);
    await expect(aws.logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    expect(await described(aws)).toMatchObject([
      { logGroupName: GROUP, arn: `${aws.arn('logs', `log-group:${GROUP}`)}:*`, metricFilterCount: 0 },
    ]);
    await aws.logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await described(aws)).toEqual([]);
    await expect(aws.logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject(NO_GROUP);
  },

  'a log group keeps its events for as long as it is told, and for ever otherwise': async (aws) => {
    await makeGroup(aws);
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    expect(await described(aws)).toMatchObject([{ retentionInDays: 7 }]);
    await aws.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect((await described(aws))?.[0]).not.toHaveProperty('retentionInDays');
  },

  'retention is of certain lengths': async (aws) => {
    await makeGroup(aws);
    await expect(
      aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 4 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },

  'a log stream is made once, and its events go with it': async (aws) => {
    await makeGroup(aws);
    const web = { logGroupName, logStreamName: 'web' };
    await expect(aws.logs.send(new CreateLogStreamCommand(web))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log stream already exists',
    });
    await write(aws, ['one']);
    await aws.logs.send(new DeleteLogStreamCommand(web));
    expect(await filtered(aws, '')).toEqual([]);
    await expect(aws.logs.send(new GetLogEventsCommand(web))).rejects.toMatchObject(NO_STREAM);
    await expect(aws.logs.send(new DeleteLogStreamCommand(web))).rejects.toMatchObject(NO_STREAM);
  },

  'streams are listed by their names, page by page, or the latest event first': async (aws) => {
    await makeGroup(aws);
    for (const logStreamName of ['api', 'worker'])
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await write(aws, ['late'], 'api');
    await write(aws, ['early'], 'web', Date.now() - 60_000);
    const names = async (how: object) => {
      const page = await aws.logs.send(new DescribeLogStreamsCommand({ logGroupName, ...how }));
      return [page.logStreams?.map(({ logStreamName }) => logStreamName), page.nextToken] as const;
    };
    const [first, nextToken] = await names({ limit: 2 });
    expect(first).toEqual(['api', 'web']);
    expect(await names({ limit: 2, nextToken })).toEqual([['worker'], undefined]);
    expect((await names({ logStreamNamePrefix: 'w' }))[0]).toEqual(['web', 'worker']);
    expect((await names({ orderBy: 'LastEventTime', descending: true, limit: 2 }))[0]).toEqual(['api', 'web']);
  },

  'a log group is tagged by its ARN': async (aws) => {
    await makeGroup(aws);
    const resourceArn = aws.arn('logs', `log-group:${GROUP}`);
    const tags = async () => (await aws.logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    await aws.logs.send(new TagResourceCommand({ resourceArn, tags: { team: 'web', stage: 'test' } }));
    expect(await tags()).toEqual({ team: 'web', stage: 'test' });
    await aws.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage'] }));
    expect(await tags()).toEqual({ team: 'web' });
  },

  'a log group is tagged by its name, as it was of old': async (aws) => {
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName, tags: { made: 'so' } }));
    const tags = async () => (await aws.logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags;
    await aws.logs.send(new TagLogGroupCommand({ logGroupName, tags: { team: 'web' } }));
    expect(await tags()).toEqual({ made: 'so', team: 'web' });
    await aws.logs.send(new UntagLogGroupCommand({ logGroupName, tags: ['made'] }));
    expect(await tags()).toEqual({ team: 'web' });
  },

  'a log group is encrypted with a key, and no longer': async (aws) => {
    await makeGroup(aws);
    const kmsKeyId = aws.arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
    await aws.logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
    expect(await described(aws)).toMatchObject([{ kmsKeyId }]);
    await aws.logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
    expect((await described(aws))?.[0]).not.toHaveProperty('kmsKeyId');
  },

  'log groups are found by a pattern of their names': async (aws) => {
    for (const name of ['/aws/lambda/deploy', '/aws/lambda/scan', '/ecs/deploy'])
      await aws.logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    const found = async (logGroupNamePattern: string) =>
      (await aws.logs.send(new ListLogGroupsCommand({ logGroupNamePattern }))).logGroups?.map(
        (each) => each.logGroupName,
      );
    expect(await found('deploy')).toEqual(['/aws/lambda/deploy', '/ecs/deploy']);
    expect(await found('^/aws|^/ecs')).toEqual(['/aws/lambda/deploy', '/aws/lambda/scan', '/ecs/deploy']);
    const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'scan' }));
    expect(logGroups?.map((each) => each.logGroupName)).toEqual(['/aws/lambda/scan']);
  },
};
