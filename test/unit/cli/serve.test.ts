import { expect, test } from 'vitest';
import { project } from './project.ts';

const FILES = {
  'ecreplay.config.mjs': `export default {
  consumers: { deployer: { handler: 'deployer.mjs' } },
  rules: { pushes: { pattern: { source: ['app'] }, targets: ['deployer'] } },
};
`,
  'deployer.mjs': "export const handler = () => { throw new Error('seen'); };\n",
};

async function call(url: string, target: string, body: object): Promise<unknown> {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

test.concurrent('serve says where it serves, runs the consumers of the configuration, and ends with 130 when interrupted', async () => {
  using folder = project(FILES);
  const running = folder.start(['serve', '--port', '0', '--region', 'us-east-2']);
  const greeting = await running.seen('AWS_REGION=us-east-2');
  const url = /AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:\d+) /.exec(greeting)?.[1];
  const Entries = [{ Source: 'app', DetailType: 'd', Detail: '{}' }];
  expect(await call(url!, 'AWSEvents.PutEvents', { Entries })).toMatchObject({ FailedEntryCount: 0 });
  expect(await running.seen('deployer threw Error: seen')).toContain('deployer threw Error: seen');
  running.kill('SIGINT');
  expect((await running.ended).status).toBe(130);
});

test.concurrent('serve ends with 0 when it is told to end', async () => {
  using folder = project({});
  const running = folder.start(['serve', '--port', '0']);
  await running.seen('AWS_ENDPOINT_URL');
  running.kill('SIGTERM');
  expect((await running.ended).status).toBe(0);
});

test.concurrent('serve prints all that an SDK needs to know in a shell that has nothing yet', async () => {
  using folder = project({});
  const running = folder.start(['serve', '--port', '0', '--region', 'us-east-2']);
  const greeting = await running.seen('# where there are none');
  const named = Object.fromEntries(greeting.matchAll(/(AWS_\w+)=(\S+)/g).map(([, name, value]) => [name, value]));
  expect(named).toMatchObject({ AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-east-2' });
  expect(Object.keys(named)).toContain('AWS_ACCESS_KEY_ID');
  expect(Object.keys(named)).toContain('AWS_SECRET_ACCESS_KEY');
  running.kill('SIGTERM');
  await running.ended;
});

test.concurrent('serve refuses a port or an account that is none, and a configuration that is not there', async () => {
  using folder = project({});
  expect(await folder.ecreplay(['serve', '--account', '12'])).toMatchObject({ status: 2 });
  expect(await folder.ecreplay(['serve', '--port', '99999'])).toMatchObject({ status: 2 });
  expect(await folder.ecreplay(['serve', '--config', 'none.ts'])).toMatchObject({ status: 2 });
});

test.concurrent('serve requires roles and policies where it is told to', async () => {
  using folder = project({});
  for (const [flags, refused] of [
    [[], false],
    [['--enforce-permissions'], true],
  ] as const) {
    const running = folder.start(['serve', '--port', '0', '--region', 'us-east-2', ...flags]);
    const url = /AWS_ENDPOINT_URL=(\S+) /.exec(await running.seen('AWS_REGION=us-east-2'))![1]!;
    const Arn = 'arn:aws:kinesis:us-east-2:123456789012:stream/pushes';
    await call(url, 'AWSEvents.PutRule', { Name: 'r', EventPattern: '{"source":["app"]}' });
    const answer = await call(url, 'AWSEvents.PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn }] });
    expect(answer).toMatchObject(
      refused
        ? { __type: 'ValidationException', message: `RoleArn is required for target ${Arn}.` }
        : { FailedEntryCount: 0 },
    );
    running.kill('SIGTERM');
    await running.ended;
  }
});
