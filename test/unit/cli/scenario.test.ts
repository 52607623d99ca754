import { expect, test } from 'vitest';
import { project } from './project.ts';

const PUSH = `version: 1
description: A push.
region: us-east-2
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.4.2", layers: [846] } }]
`;

test.concurrent('a recording becomes a scenario that makes AWS say the same', async () => {
  using folder = project({ 'push.yaml': PUSH });
  const told = await folder.ecreplay(['emit', 'push.yaml']);
  folder.write({ 'incident.ndjson': told.stdout });
  const { status, stdout, stderr } = await folder.ecreplay(['scenario', 'incident.ndjson', '-o', 'again.yaml']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(stderr).toMatch(/^Records and events: \d+. Steps: 1. Of what was told, every one is explained.\n$/);
  const again = await folder.ecreplay(['emit', 'again.yaml']);
  const plain = (text: string): string =>
    text.replaceAll(/"(?:id|eventID|requestID|uploadId|principalId|accessKeyId|creationDate)":"[^"]*"/g, '');
  expect(plain(again.stdout).split('\n').toSorted()).toEqual(plain(told.stdout).split('\n').toSorted());
});

test.concurrent('a scenario is printed where no file is named, and a line that is cut is told of and left out', async () => {
  using folder = project({ 'push.yaml': PUSH });
  const told = await folder.ecreplay(['emit', 'push.yaml', '--channel', 'eventbridge']);
  folder.write({ 'incident.ndjson': told.stdout.slice(0, -20) });
  const { stdout, stderr, status } = await folder.ecreplay(['scenario', 'incident.ndjson']);
  expect(status).toBe(0);
  expect(stdout).toContain('version: 1\ndescription: What was recorded in incident.ndjson.\n');
  expect(stderr).toMatch(/RECORDING_CUT\nCannot read line \d+ of "incident.ndjson", its last: it is cut off\n/);
});

test.concurrent.each([
  [['scenario', 'nothing.ndjson'], /Cannot read "?nothing.ndjson"?: /, 2],
  [['scenario', 'empty.ndjson'], /Cannot read "empty.ndjson": it holds nothing/, 2],
  [['scenario', 'other.ndjson'], /it holds no record and no event/, 2],
  [
    ['scenario', 'one.ndjson', '--around', 'nobody'],
    /Cannot look around "nobody": nothing in "one.ndjson" has this id/,
    2,
  ],
  [['scenario', 'one.ndjson', '--within', 'soon'], /--within.*length of time/, 2],
  [['scenario', 'one.ndjson', '-o', 'no/such/folder.yaml'], /Cannot write no\/such\/folder.yaml/, 2],
] as const)('rubbish is refused in a sentence: %j', async (args, message, code) => {
  const event = `{"version":"0","id":"a","detail-type":"X","source":"aws.ecr","account":"123456789012","time":"2026-01-15T09:30:00Z","region":"us-east-2","resources":[],"detail":{}}\n`;
  using folder = project({ 'empty.ndjson': '', 'other.ndjson': '{"a":1}\n', 'one.ndjson': event });
  const { status, stderr } = await folder.ecreplay(args);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('defect');
  expect(status).toBe(code);
});
