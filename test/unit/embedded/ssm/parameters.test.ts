import {
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  ParameterPatternMismatchException,
  ParameterVersionNotFound,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { openCommands } from '../../../../src/embedded/ssm/commands.ts';
import { openParameters } from '../../../../src/embedded/ssm/parameters.ts';
import { ssm } from '../../../../src/embedded/ssm/ssm.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');

/** Parameters of their own for each test, and the SDK's client for them. */
function stage() {
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda: virtualAgenda(NOW) };
  const client = new SSMClient({
    ...CLIENT,
    requestHandler: sdkRequestHandler(
      answering(ssm({ commands: openCommands(scene), parameters: openParameters(scene) })),
    ),
  });
  const put = (Name: string, Value: string, input: Partial<PutParameterCommandInput> = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...input }));
  const get = async (Name: string, WithDecryption?: boolean) =>
    (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  return { client, put, get };
}

test('a parameter is read by name, version, label or ARN', async () => {
  const { client, put, get } = stage();
  expect(await put('/web/tag', 'v1')).toMatchObject({ Version: 1, Tier: 'Standard' });
  await put('/web/tag', 'v2', { Overwrite: true });
  await client.send(new LabelParameterVersionCommand({ Name: '/web/tag', ParameterVersion: 1, Labels: ['live'] }));
  const ARN = 'arn:aws:ssm:us-east-2:123456789012:parameter/web/tag';
  expect(await get('/web/tag')).toEqual({
    Name: '/web/tag',
    Type: 'String',
    Value: 'v2',
    Version: 2,
    LastModifiedDate: new Date(NOW),
    ARN,
    DataType: 'text',
  });
  expect(await get('/web/tag:1')).toMatchObject({ Value: 'v1', Selector: ':1' });
  expect(await get('/web/tag:live')).toMatchObject({ Value: 'v1', Selector: ':live' });
  expect(await get(ARN)).toMatchObject({ Value: 'v2' });
  await expect(get('/web/tag:3')).rejects.toBeInstanceOf(ParameterVersionNotFound);
});

test('a secure string is shown in clear only to those who ask for it', async () => {
  const { put, get } = stage();
  await put('token', 'secret', { Type: 'SecureString' });
  expect((await get('token'))?.Value).not.toContain('secret');
  expect((await get('token', true))?.Value).toBe('secret');
});

test('several are read at once, and those that are not there are named', async () => {
  const { client, put } = stage();
  await put('a', '1');
  const answer = await client.send(new GetParametersCommand({ Names: ['a', 'b', 'a:9'] }));
  expect(answer.Parameters).toMatchObject([{ Name: 'a', Value: '1' }]);
  expect(answer.InvalidParameters).toEqual(['b', 'a:9']);
});

test('a path has its own parameters, and with recursion those below', async () => {
  const { client, put } = stage();
  for (const name of ['/a/x', '/a/y', '/a/b/z', '/ab/x']) await put(name, name);
  const names = async (input: object) =>
    (await client.send(new GetParametersByPathCommand({ Path: '/a', ...input }))).Parameters?.map(({ Name }) => Name);
  expect(await names({})).toEqual(['/a/x', '/a/y']);
  expect(await names({ Recursive: true })).toEqual(['/a/b/z', '/a/x', '/a/y']);
  const first = await client.send(new GetParametersByPathCommand({ Path: '/a/', MaxResults: 1 }));
  expect(await names({ MaxResults: 1, NextToken: first.NextToken })).toEqual(['/a/y']);
  const described = await client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/ab'] }] }),
  );
  expect(described.Parameters).toMatchObject([{ Name: '/ab/x', Version: 1, Tier: 'Standard' }]);
});

test('the history has every version with its labels, and a label is on one of them', async () => {
  const { client, put } = stage();
  await put('a', '1');
  await put('a', '2', { Overwrite: true });
  const label = (ParameterVersion: number) =>
    client.send(new LabelParameterVersionCommand({ Name: 'a', ParameterVersion, Labels: ['live', 'aws-no'] }));
  expect((await label(1)).InvalidLabels).toEqual(['aws-no']);
  await label(2);
  const { Parameters } = await client.send(new GetParameterHistoryCommand({ Name: 'a' }));
  expect(Parameters).toMatchObject([
    { Version: 1, Value: '1', Labels: [] },
    { Version: 2, Value: '2', Labels: ['live'] },
  ]);
});

test('what Parameter Store refuses is refused in its words', async () => {
  const { client, put, get } = stage();
  await put('a', '1', { Tags: [{ Key: 'team', Value: 'x' }] });
  expect(
    (await client.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: 'a' }))).TagList,
  ).toEqual([{ Key: 'team', Value: 'x' }]);
  await expect(put('a', '2')).rejects.toSatisfy(
    (error) =>
      error instanceof ParameterAlreadyExists &&
      error.message ===
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
  await expect(put('b', '1', { Type: undefined })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'A parameter type is required when you create a parameter.',
  });
  await expect(put('aws-x', '1')).rejects.toMatchObject({
    message: `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
  });
  await expect(put('/aws/x', '1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(put('big', 'x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await put('big', 'x'.repeat(4097), { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Advanced' });
  await expect(put('p', 'x', { AllowedPattern: '^\\d+$' })).rejects.toBeInstanceOf(ParameterPatternMismatchException);
  const deleted = await client.send(new DeleteParametersCommand({ Names: ['a', 'none'] }));
  expect([deleted.DeletedParameters, deleted.InvalidParameters]).toEqual([['a'], ['none']]);
  await expect(get('a')).rejects.toBeInstanceOf(ParameterNotFound);
});
