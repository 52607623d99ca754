import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { project, push } from './project.ts';

const names = (table: string): readonly string[] =>
  table
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(' ', 1)[0]!);

test.concurrent('history shows what the console shows, the newest first, and nothing else', async () => {
  using folder = project({ 'push.yaml': push() });
  const { status, stdout, stderr } = await folder.ecreplay(['history', 'push.yaml']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Event name +Event time +User name +Event source +Resource type +Resource name\nPutImage /);
  expect(names(stdout).at(-1)).toBe('GetAuthorizationToken');
  expect(stdout).toContain('ecr.amazonaws.com  AWS::ECR::Repository  arn:aws:ecr:');
});

test.concurrent('history is searched by one attribute, and by time', async () => {
  using folder = project({ 'push.yaml': push() });
  const search = (...args: readonly string[]) => folder.ecreplay(['history', 'push.yaml', ...args]);
  const [byName, byKind, writes, none, early] = await Promise.all([
    search('--attribute', 'EventName=PutImage'),
    search('--attribute', 'ResourceType=AWS::ECR::Repository'),
    search('--attribute', 'ReadOnly=false'),
    search('--attribute', 'Username=nobody'),
    search('--end-time', '2020-01-01T00:00:00Z'),
  ]);
  expect(names(byName.stdout)).toEqual(['PutImage']);
  expect(names(byKind.stdout)).not.toContain('GetAuthorizationToken');
  expect(names(writes.stdout)).toContain('PutImage');
  expect(names(writes.stdout)).not.toContain('BatchCheckLayerAvailability');
  expect([names(none.stdout), names(early.stdout)]).toEqual([[], []]);
});

test.concurrent('history prints the downloads of the console', async () => {
  using folder = project({ 'push.yaml': push() });
  const [json, csv] = await Promise.all(
    ['json', 'csv'].map((format) =>
      folder.ecreplay(['history', 'push.yaml', '--format', format, '--attribute', 'EventName=PutImage']),
    ),
  );
  const { Records } = JSON.parse(json!.stdout) as { Records: { eventName: string; eventID: string }[] };
  expect([json!.stdout.split('\n').length, Records.map(({ eventName }) => eventName)]).toEqual([2, ['PutImage']]);
  const [head, row, end] = csv!.stdout.split('\n');
  expect(head).toBe(
    'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category',
  );
  expect(row).toMatch(
    /,ecr\.amazonaws\.com,PutImage,[a-z0-9-]+,AWS Internal,AWS Internal,,"\[\{""resourceType"":""AWS::ECR::Repository"",""resourceName"":""arn:aws:ecr:[^"]+""\}\]",/,
  );
  expect(row).toContain(`,${Records[0]!.eventID},false,AwsApiCall,`);
  expect(end).toBe('');
});

test.concurrent('history reads recordings and log files too, and knows a record that comes twice', async () => {
  using folder = project({ 'push.yaml': push() });
  const emitted = await folder.ecreplay(['emit', 'push.yaml', '--all-management-events']);
  folder.write({ 'push.ndjson': emitted.stdout });
  const json = await folder.ecreplay(['history', 'push.yaml', '--format', 'json']);
  writeFileSync(join(folder.folder, 'file.json.gz'), gzipSync(json.stdout));
  const [scenario, recording, file] = await Promise.all(
    ['push.yaml', 'push.ndjson', 'file.json.gz'].map((name) => folder.ecreplay(['history', name])),
  );
  expect(names(recording!.stdout).toSorted()).toEqual(names(scenario!.stdout).toSorted());
  expect(names(file!.stdout).toSorted()).toEqual(names(scenario!.stdout).toSorted());
});

test.concurrent('history refuses a file in which nothing is a record', async () => {
  using folder = project({ 'empty.json': '\n', 'other.json': '{"a":1}' });
  const [empty, other] = await Promise.all(
    ['empty.json', 'other.json'].map((name) => folder.ecreplay(['history', name])),
  );
  expect(empty).toMatchObject({ status: 2, stdout: '' });
  expect(empty!.stderr).toContain('FILE_EMPTY');
  expect(other).toMatchObject({ status: 2, stdout: '' });
  expect(other!.stderr).toContain('it is no record of CloudTrail');
});

test.concurrent.for([
  [['push.yaml', '--attribute', 'EventNam=PutImage'], 'did you mean "EventName=PutImage"'],
  [['push.yaml', '--attribute', 'PutImage'], 'wanted a key and a value, such as EventName=PutImage'],
  [
    ['push.yaml', '--attribute', 'EventName=a', '--attribute', 'EventName=b'],
    'the event history is searched by one attribute at a time',
  ],
  [['push.yaml', '--start-time', 'yesterday'], 'wanted a time such as 2026-01-15T09:30:00Z'],
  [['push.yaml', '--start-time', '2026-01-16', '--end-time', '2026-01-15'], 'the start time is after the end time'],
  [['push.yaml', '--format', 'xml'], 'Allowed choices are table, json, csv'],
  [['missing.json'], 'Cannot read "missing.json": there is no such file'],
  [['broken.json'], 'Cannot read line 1: it is not JSON'],
  [['text.json'], 'Cannot read line 1: it is no record of CloudTrail'],
] as const)('history refuses %o with a sentence', async ([args, sentence]) => {
  using folder = project({ 'push.yaml': push(), 'broken.json': '{', 'text.json': '"text"' });
  const { status, stdout, stderr } = await folder.ecreplay(['history', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});
