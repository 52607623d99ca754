import { expect, test } from 'vitest';
import { project } from './project.ts';

const PUSH = `version: 1
description: A push.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.4.2", layers: [846] } }]
`;

test.concurrent('a run equals itself with 0, and differs from another by what it says with 1', async () => {
  using folder = project({ 'a.yaml': PUSH, 'b.yaml': PUSH.replace('1.4.2', '1.4.3') });
  for (const name of ['a', 'b'])
    folder.write({
      [`${name}.ndjson`]: (await folder.ecreplay(['emit', `${name}.yaml`, '--channel', 'eventbridge'])).stdout,
    });
  const same = await folder.ecreplay(['diff', 'a.ndjson', 'a.ndjson']);
  expect(same).toMatchObject({ status: 0, stdout: '10 equal, 0 missing, 0 extra, 0 different, 0 late\n', stderr: '' });
  const other = await folder.ecreplay(['diff', 'a.ndjson', 'b.ndjson']);
  expect(other.status).toBe(1);
  expect(other.stdout).toContain('different  ECR Image Action PUSH  web  sha256:');
  expect(other.stdout).toContain('  detail.image-tag: "1.4.2" → "1.4.3"\n');
  const json = JSON.parse((await folder.ecreplay(['diff', 'a.ndjson', 'b.ndjson', '--json'])).stdout) as object;
  expect(json).toMatchObject({ isEqual: false, equal: 8, isCut: false });
});

test.concurrent('a log file of CloudTrail and a run that was saved are compared as recordings are', async () => {
  const event = {
    version: '0',
    id: 'a',
    'detail-type': 'X',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { a: 1 },
  };
  const run = { scenario: 'x', run: { arrivals: [{ delivery: { at: 1, event } }] } };
  using folder = project({
    'run.json': JSON.stringify(run, undefined, 2),
    'told.ndjson': `${JSON.stringify({ ...event, id: 'b' })}\n`,
    'log.json': JSON.stringify({ Records: [{ eventName: 'PutImage', eventSource: 'ecr.amazonaws.com' }] }),
    'broken.json': '{\n "run": ',
  });
  expect(await folder.ecreplay(['diff', 'run.json', 'told.ndjson'])).toMatchObject({ status: 0 });
  const { stdout } = await folder.ecreplay(['diff', 'log.json', 'told.ndjson']);
  expect(stdout).toContain('missing    ecr:PutImage  log.json:1\n');
  expect(stdout).toContain('extra      X  told.ndjson:1\n');
  expect(await folder.ecreplay(['diff', 'broken.json', 'told.ndjson'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Cannot read broken.json: it is neither a recording nor JSON') as string,
  });
  expect(await folder.ecreplay(['diff', 'none.ndjson', 'told.ndjson'])).toMatchObject({ status: 2 });
});

test.concurrent('what ecreplay says itself has not drifted, and a new member has', async () => {
  using folder = project({ 'a.yaml': PUSH });
  const { stdout: told } = await folder.ecreplay(['emit', 'a.yaml', '--channel', 'cloudtrail']);
  folder.write({
    'told.ndjson': told,
    'new.ndjson': told.replaceAll('"eventCategory"', '"eventContext":{},"eventCategory"'),
    'empty.ndjson': '\n{}\n',
  });
  expect(await folder.ecreplay(['drift', 'told.ndjson'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Differences: 0') as string,
  });
  const { status, stdout } = await folder.ecreplay(['drift', 'new.ndjson']);
  expect(status).toBe(1);
  expect(stdout).toContain('ecr:PutImage  eventContext\n  recorded {}, ecreplay says nothing  new.ndjson:');
  expect(await folder.ecreplay(['drift', 'empty.ndjson'])).toMatchObject({ status: 2 });
});

test.concurrent('what cannot be read is not called equal', async () => {
  using folder = project({ 'a.ndjson': '{"what":1}\n', 'none.json': '[]' });
  const none = await folder.ecreplay(['diff', 'none.json', 'none.json']);
  expect(none.stderr).toContain('Cannot compare "none.json" and "none.json": neither holds a record or an event');
  expect(none.status).toBe(2);
  expect(await folder.ecreplay(['diff', 'a.ndjson', 'a.ndjson'])).toMatchObject({ status: 2 });
});

test.concurrent('what is compared in part has not been found without drift', async () => {
  using folder = project({ 'push.yaml': PUSH });
  const { stdout } = await folder.ecreplay(['emit', 'push.yaml', '--channel', 'cloudtrail']);
  folder.write({ 'cut.ndjson': `${stdout}{"eventVersion":"1.1` });
  expect(await folder.ecreplay(['drift', 'cut.ndjson'])).toMatchObject({ status: 2 });
});
