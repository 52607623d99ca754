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
  // Nothing is shown of a line that no person has written.
  [['scenario', 'other.ndjson'], /no line of a recording\nFILE_EMPTY\n.*it holds no record and no event/, 2],
  [
    ['scenario', 'one.ndjson', '--around', 'nobody'],
    /Cannot look around "nobody": nothing in "one.ndjson" has this id/,
    2,
  ],
  [['scenario', 'one.ndjson', '--within', 'soon'], /--within.*length of time/, 2],
  [['scenario', 'one.ndjson', '-o', '.'], /Cannot write "\.": it is a folder, or in use/, 2],
] as const)('rubbish is refused in a sentence: %j', async (args, message, code) => {
  const event = `{"version":"0","id":"a","detail-type":"X","source":"aws.ecr","account":"123456789012","time":"2026-01-15T09:30:00Z","region":"us-east-2","resources":[],"detail":{}}\n`;
  using folder = project({
    'empty.ndjson': '',
    'other.ndjson': '{"a":1}\n',
    'one.ndjson': event,
    'odd.ndjson': event.replace('123456789012', 'nobody'),
  });
  const { status, stderr } = await folder.ecreplay(args);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('defect');
  expect(status).toBe(code);
});

const CONFIG = `export default {
  rules: {
    told: { pattern: { source: ['aws.ecr'] }, targets: ['deployer'] },
  },
  consumers: { deployer: { handler: 'src/deployer.js#handler' } },
};
`;
/** Takes each push for one with a tag: a push by digest alone has none. */
const BUGGY = `function tagOf(detail) {
  return detail['image-tag'].toUpperCase();
}
export async function handler(event) {
  if (event.detail['action-type'] === 'PUSH') return tagOf(event.detail);
  return 'nothing';
}
`;
const INCIDENT = `version: 1
description: Pushes of last night.
given: [{ repository: { name: web } }, { repository: { name: api } }, { image: { image: "web:1.0" } }]
steps:
  - push: { image: "web:1.1" }
  - pull: { image: "web:1.0" }
  - push: { image: "api:2.0", platforms: [linux/amd64, linux/arm64] }
  - wait: 2h
  - scan: { image: "web:1.1", findings: { HIGH: 1 } }
  - delete: { image: "web:1.1" }
`;

test.concurrent('a recording is cut down to what a consumer fails with, and is a test that passes once it is mended', async () => {
  using folder = project({ 'night.yaml': INCIDENT, 'ecreplay.config.js': CONFIG, 'src/deployer.js': BUGGY });
  folder.write({ 'night.ndjson': (await folder.ecreplay(['emit', 'night.yaml'])).stdout });
  const { status, stderr } = await folder.ecreplay([
    'scenario',
    'night.ndjson',
    '--fails',
    'deployer',
    '-o',
    'incident.yaml',
  ]);
  expect(stderr).toMatch(
    /Fails the same way with 1 step \(\d+ trials\): deployer throws TypeError \(Cannot read properties of undefined \(reading 'toUpperCase'\)\), at tagOf \(.*src\/deployer.js:2:30\)\n$/,
  );
  expect(status).toBe(0);
  const text = folder.read('incident.yaml');
  expect(text).toContain('- consumer: deployer');
  expect(text).toContain('threw: false');
  expect(text).not.toContain('web:1.1');
  expect((await folder.ecreplay(['check', 'incident.yaml'])).status).toBe(0);
  expect((await folder.ecreplay(['run', 'incident.yaml'])).status).toBe(1);
  folder.write({ 'src/deployer.js': BUGGY.replace("['image-tag'].", "['image-tag']?.") });
  expect((await folder.ecreplay(['run', 'incident.yaml'])).status).toBe(0);
});

test.concurrent('a consumer that does not fail, that nobody knows or that has no configuration is told of', async () => {
  const sound = BUGGY.replace("['image-tag'].", "['image-tag']?.");
  using folder = project({ 'night.yaml': INCIDENT, 'src/deployer.js': sound });
  folder.write({ 'night.ndjson': (await folder.ecreplay(['emit', 'night.yaml'])).stdout });
  const fails = (name: string) => folder.ecreplay(['scenario', 'night.ndjson', '--fails', name]);
  expect((await fails('deployer')).stderr).toMatch(/CONFIG_NOT_FOUND\nCannot try "deployer": there is no/);
  folder.write({ 'ecreplay.config.js': CONFIG });
  expect(await fails('deployr')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('did you mean "deployer"?') as string,
  });
  expect(await fails('deployer')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('RECORDING_HARMLESS') as string,
  });
});

/** Deploys each push; where it cannot, it throws. */
const DEPLOYER = `export async function handler(event) {
  if (event.detail['action-type'] !== 'PUSH') return 'nothing';
  const answer = await fetch('https://ecs.us-east-1.amazonaws.com/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.UpdateService',
    },
    body: JSON.stringify({ cluster: 'main', service: 'web' }),
  });
  if (answer.ok) return 'deployed';
  throw Object.assign(new Error('it stays as it is'), { name: (await answer.json()).__type });
}
`;

test.concurrent("what AWS answered to the consumer's own calls becomes answers, because events alone fail nothing", async () => {
  using folder = project({ 'night.yaml': INCIDENT, 'ecreplay.config.js': CONFIG, 'src/deployer.js': DEPLOYER });
  const told = (await folder.ecreplay(['emit', 'night.yaml', '--channel', 'eventbridge'])).stdout;
  const denied = {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/deployer-role/deployer' },
    eventTime: '2026-01-15T09:30:03Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'UpdateService',
    awsRegion: 'us-east-1',
    errorCode: 'ThrottlingException',
    errorMessage: 'Rate exceeded',
    requestParameters: null,
    responseElements: null,
    eventID: 'd0000000-0000-4000-8000-000000000000',
    eventType: 'AwsApiCall',
    recipientAccountId: '123456789012',
  };
  folder.write({ 'events.ndjson': told, 'night.ndjson': `${told}${JSON.stringify(denied)}\n` });
  const shrink = (file: string) => folder.ecreplay(['scenario', file, '--fails', 'deployer', '-o', 'incident.yaml']);
  expect((await shrink('events.ndjson')).stderr).toContain('RECORDING_HARMLESS');
  const { status, stderr } = await shrink('night.ndjson');
  expect(stderr).toMatch(/Fails the same way with 1 step .*: deployer throws ThrottlingException/);
  expect(status).toBe(0);
  expect(folder.read('incident.yaml')).toMatch(
    /answers: \{ ecs:UpdateService: \{ error: \{ code: ThrottlingException, message: Rate exceeded \} \} \}/,
  );
  expect(await folder.ecreplay(['run', 'incident.yaml'])).toMatchObject({
    status: 1,
    text: expect.stringContaining('ThrottlingException') as string,
  });
});
