import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openServer, type Server } from '../../../src/serve/open-server.ts';
import { openProxy, refusal } from '../../aws/proxy.ts';
import { project } from './project.ts';

/** An AWS of this machine's own, in the role of the user's account. */
function account(): Promise<Server> {
  return openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: '123456789012',
    region: 'us-east-1',
    seed: 3,
    tell: (line) => {
      throw new Error(line);
    },
  });
}

function files(url: string, account = '123456789012'): Readonly<Record<string, string>> {
  return {
    'ecreplay.config.js': `export default {
      rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } },
      consumers: { deployer: { handler: 'deployer.js#handler' } },
      bus: { kind: 'aws', strategy: 'invoke', account: '${account}', region: 'us-east-1', endpoint: '${url}' },
    };`,
    'deployer.js': 'export const handler = async (event) => event.detail["image-tag"];\n',
    'scenarios/push.yaml': `version: 1
description: A push reaches the deployer.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
expect:
  - consumer: deployer
    invoked: 1
    returned: "1.4.2"
`,
  };
}

/** Credentials as a shell has them, and a folder of its own for what runs leave. */
function shell(folder: string): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ECREPLAY_STATE: `${folder}/state`,
  };
}

test.for(['invoke', 'clone'] as const)(
  'a scenario is delivered to an account by %s, and its promises judged',
  async (strategy) => {
    await using server = await account();
    using folder = project(files(server.url));
    const { status, text } = await folder.start(
      ['run', 'scenarios', '--bus', 'aws', '--strategy', strategy],
      shell(folder.folder),
    ).ended;
    expect(text).toContain('1 passed');
    expect(status).toBe(0);
    const { buses, queues } = server.estate;
    expect(buses.all().map(({ name }) => name)).toEqual(['default']);
    expect([...queues.all()]).toEqual([]);
    expect(readdirSync(`${folder.folder}/state`)).toEqual([]);
  },
);

test('an account that is not the one named ends the run with 3, and nothing is sent', async () => {
  await using server = await account();
  using folder = project(files(server.url, '444455556666'));
  const { status, text } = await folder.start(['run', 'scenarios'], shell(folder.folder)).ended;
  expect(text).toContain('Cannot send to account 444455556666: the credentials are of account 123456789012');
  expect(status).toBe(3);
});

test('a dry run prints its calls, checks nothing and says so', async () => {
  await using server = await account();
  using folder = project(files(server.url));
  const flags = ['--bus', 'aws', '--strategy', 'clone', '--dry-run'];
  const { status, text } = await folder.start(['run', 'scenarios', ...flags], shell(folder.folder)).ended;
  expect(text).toContain('eventbridge:CreateEventBus {"Name":"ecreplay-');
  expect(text).toContain('eventbridge:PutEvents ');
  expect(text).toMatch(
    /not checked\s+deployer is invoked exactly once: the aws bus has printed the calls that it would make/,
  );
  expect(status).toBe(0);
  expect(server.estate.buses.all().map(({ name }) => name)).toEqual(['default']);
});

test('a run that is interrupted takes away all that it has made', async () => {
  await using server = await account();
  using folder = project({
    ...files(server.url),
    'deployer.js': 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 2_000));\n',
  });
  const running = folder.start(['run', 'scenarios', '--strategy', 'clone'], shell(folder.folder));
  const { buses, queues } = server.estate;
  await expect
    .poll(() => buses.all().flatMap(({ rules }) => [...rules.keys()]), { timeout: 20_000 })
    .toContain('pushes');
  running.kill('SIGINT');
  const { status } = await running.ended;
  expect(status).toBe(130);
  expect(buses.all().map(({ name }) => name)).toEqual(['default']);
  expect([...queues.all()]).toEqual([]);
});

test.for([
  { sort: 'kept', tag: '1.4.2', shows: 'kept    every invocation of deployer returns "1.4.2"' },
  { sort: 'broken', tag: '1.4.3', shows: 'BROKEN: every invocation of deployer returns "1.4.3"' },
])('promises that were $sort are told when what was made cannot be taken away', async ({ tag, shows }) => {
  await using server = await account();
  await using proxy = await openProxy(server.url, (operation) =>
    operation === 'DeleteQueue' ? refusal('AccessDenied', 'It may not delete') : 'pass',
  );
  const given = files(proxy.url);
  using folder = project({
    ...given,
    'scenarios/push.yaml': (given['scenarios/push.yaml'] ?? '').replace('returned: "1.4.2"', `returned: "${tag}"`),
  });
  const { status, text } = await folder.start(
    ['run', 'scenarios', '--bus', 'aws', '--strategy', 'clone'],
    shell(folder.folder),
  ).ended;
  expect(text).toContain(shows);
  expect(text).toMatch(/ENVIRONMENT_MISSING: Cannot take away queue "ecreplay-[^"]+".*, wanted "ecreplay clean"/);
  expect(status).toBe(3);
});
