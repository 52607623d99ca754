import {
  DeleteQueryDefinitionCommand,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  GetLogGroupFieldsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  ListLogGroupsForQueryCommand,
  PutQueryDefinitionCommand,
  StartQueryCommand,
  StopQueryCommand,
  type StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { until } from '../until.ts';
import { GROUP, makeGroup, write } from './group.ts';

const LINES = [
  '{"detail":{"action":"PUSH","repository-name":"web","size":120}}',
  '{"detail":{"action":"PUSH","repository-name":"api","size":80}}',
  '{"detail":{"action":"DELETE","repository-name":"web"}}',
  'no JSON: pushed web:1.4.2',
];

async function start({ logs }: Account, queryString: string, change: Partial<StartQueryCommandInput> = {}) {
  const now = Math.floor(Date.now() / 1_000);
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupName: GROUP,
      startTime: now - 3_600,
      endTime: now + 3_600,
      queryString,
      ...change,
    }),
  );
  return queryId!;
}

/** What a query finds, row by row, each without its pointer. */
async function find(aws: Account, queryString: string, change: Partial<StartQueryCommandInput> = {}) {
  const queryId = await start(aws, queryString, change);
  const read = () => aws.logs.send(new GetQueryResultsCommand({ queryId }));
  const { results = [] } = await until(read, ({ status }) => status === 'Complete');
  return results.map((fields) =>
    Object.fromEntries(fields.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
}

/** What CloudWatch Logs Insights promises. */
export const INSIGHTS: Promises = {
  'a query gives the fields that it names, the latest event first': async (aws) => {
    await makeGroup(aws);
    const from = await write(aws, LINES);
    const date = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '');
    expect(await find(aws, 'fields @timestamp, @message | sort @timestamp desc | limit 2')).toEqual([
      { '@timestamp': date(from + 3), '@message': LINES[3] },
      { '@timestamp': date(from + 2), '@message': LINES[2] },
    ]);
  },

  'a query is running before it is complete': async (aws) => {
    await makeGroup(aws);
    const queryId = await start(aws, 'fields @message');
    const read = () => aws.logs.send(new GetQueryResultsCommand({ queryId }));
    expect((await read()).status).toMatch(/^(Scheduled|Running)$/);
    expect((await until(read, ({ status }) => status === 'Complete')).status).toBe('Complete');
  },

  'a query looks into messages that are JSON': async (aws) => {
    await makeGroup(aws);
    await write(aws, LINES);
    expect(
      await find(
        aws,
        'fields `detail.repository-name` as repository | filter detail.action = "PUSH" and detail.size > 100',
      ),
    ).toEqual([{ repository: 'web' }]);
    expect(
      await find(
        aws,
        "filter @message like /pu[st]hed/ | parse @message 'pushed *:*' as name, tag | display name, tag",
      ),
    ).toEqual([{ name: 'web', tag: '1.4.2' }]);
  },

  'a query counts, sums and groups': async (aws) => {
    await makeGroup(aws);
    await write(aws, LINES);
    expect(
      await find(
        aws,
        'filter ispresent(detail.action) | stats count(*) as n, sum(detail.size) as bytes by detail.action | sort n desc',
      ),
    ).toEqual([
      { 'detail.action': 'PUSH', n: '2', bytes: '200' },
      { 'detail.action': 'DELETE', n: '1', bytes: '0' },
    ]);
    expect(await find(aws, 'stats count(*)')).toEqual([{ 'count(*)': '4' }]);
  },

  'a query tells how much it has looked at': async (aws) => {
    await makeGroup(aws);
    await write(aws, LINES);
    const queryId = await start(aws, 'filter @message like "web"');
    const read = () => aws.logs.send(new GetQueryResultsCommand({ queryId }));
    const { statistics } = await until(read, ({ status }) => status === 'Complete');
    expect(statistics).toMatchObject({ recordsMatched: 3, recordsScanned: 4 });
  },

  'a line is found again by what a query points at': async (aws) => {
    await makeGroup(aws);
    await write(aws, LINES);
    const queryId = await start(aws, 'fields @message | filter detail.action = "DELETE"');
    const read = () => aws.logs.send(new GetQueryResultsCommand({ queryId }));
    const { results } = await until(read, ({ status }) => status === 'Complete');
    const logRecordPointer = results?.[0]?.find(({ field }) => field === '@ptr')?.value;
    const { logRecord } = await aws.logs.send(new GetLogRecordCommand({ logRecordPointer }));
    expect(logRecord).toMatchObject({ '@message': LINES[2], '@logStream': 'web', 'detail.action': 'DELETE' });
  },

  'queries are listed, and stopped while they run': async (aws) => {
    await makeGroup(aws);
    const queryId = await start(aws, 'fields @message');
    const list = async (status?: 'Cancelled') =>
      (await aws.logs.send(new DescribeQueriesCommand({ logGroupName: GROUP, status }))).queries;
    expect(await list()).toMatchObject([{ queryId, queryString: 'fields @message', logGroupName: GROUP }]);
    expect(await aws.logs.send(new StopQueryCommand({ queryId }))).toMatchObject({ success: true });
    expect(await list('Cancelled')).toMatchObject([{ queryId }]);
    await expect(aws.logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },

  'a query that cannot be read is refused, and the place told': async (aws) => {
    await makeGroup(aws);
    await expect(start(aws, 'fields @message | filter (')).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: 'unexpected symbol found <EOF> at line 1 and position 27',
    });
  },

  'a query is of log groups that are there': async (aws) => {
    await expect(start(aws, 'fields @message')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  },

  'a query tells which log groups it is of': async (aws) => {
    await makeGroup(aws);
    const queryId = await start(aws, 'fields @message');
    const { logGroupIdentifiers } = await aws.logs.send(new ListLogGroupsForQueryCommand({ queryId }));
    expect(logGroupIdentifiers).toEqual([GROUP]);
  },

  'a log group tells which fields its lines have, and how many of them': async (aws) => {
    await makeGroup(aws);
    await write(aws, LINES, 'web', Date.now() - 1_000);
    const { logGroupFields } = await aws.logs.send(new GetLogGroupFieldsCommand({ logGroupName: GROUP }));
    const percent = Object.fromEntries(logGroupFields?.map((field) => [field.name, field.percent]) ?? []);
    expect(percent).toMatchObject({ '@message': 100, 'detail.action': 75, 'detail.size': 50 });
    await expect(aws.logs.send(new GetLogGroupFieldsCommand({ logGroupName: '/other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },

  'a query is kept under a name, changed and deleted': async ({ logs }) => {
    const put = (queryString: string, queryDefinitionId?: string) =>
      logs.send(new PutQueryDefinitionCommand({ name: 'pushes', queryString, queryDefinitionId }));
    const { queryDefinitionId } = await put('fields @message');
    expect((await put('fields @timestamp', queryDefinitionId)).queryDefinitionId).toBe(queryDefinitionId);
    const list = async () =>
      (await logs.send(new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'push' }))).queryDefinitions;
    expect(await list()).toMatchObject([{ queryDefinitionId, name: 'pushes', queryString: 'fields @timestamp' }]);
    const remove = new DeleteQueryDefinitionCommand({ queryDefinitionId });
    expect(await logs.send(remove)).toMatchObject({ success: true });
    expect(await list()).toEqual([]);
    await expect(logs.send(new DeleteQueryDefinitionCommand({ queryDefinitionId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },
};
