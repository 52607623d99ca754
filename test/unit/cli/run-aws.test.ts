import { expect, test } from 'vitest';
import { openServer, type Server } from '../../../src/serve/open-server.ts';
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
  },
);

test('an account that is not the one named ends the run with 3, and nothing is sent', async () => {
  await using server = await account();
  using folder = project(files(server.url, '444455556666'));
  const { status, text } = await folder.start(['run', 'scenarios'], shell(folder.folder)).ended;
  expect(text).toContain('Cannot send to account 444455556666: the credentials are of account 123456789012');
  expect(status).toBe(3);
});
