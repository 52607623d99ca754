import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Project, project, type Running } from '../unit/cli/project.ts';

const RUNTIME = `import { appendFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
const runtime = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
appendFileSync(process.env.PIDS, process.pid + '\\n' + child.pid + '\\n');
for (;;) {
  const next = await fetch(runtime + 'next');
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const { detail } = await next.json();
  console.log('deploying ' + detail['image-tag']);
  if (detail['image-tag'] === 'hang') await new Promise(() => {});
  const fails = detail['image-tag'] === 'broken';
  const body = fails ? { errorType: 'DeployError', errorMessage: 'no cluster' } : { deployed: detail['image-tag'] };
  await fetch(runtime + id + (fails ? '/error' : '/response'), { method: 'POST', body: JSON.stringify(body) });
}
`;

const CONFIG = (pids: string): string => `export default {
  rules: { pushes: { pattern: { source: ['aws.ecr', 'example.registry'], 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } },
  consumers: {
    deployer: { command: ${JSON.stringify([process.execPath, 'runtime.mjs'])}, timeout: '30s', environment: { PIDS: ${JSON.stringify(pids)} } },
  },
};
`;

const SCENARIO = (tag: string, expectation: string): string => `version: 1
description: A push is deployed.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:${tag}" }
expect:
  - consumer: deployer
    ${expectation}
`;

/** A project whose consumer is a process that starts another. */
function withProcess(files: Readonly<Record<string, string>>): Project {
  const made = project({ 'runtime.mjs': RUNTIME, ...files });
  made.write({ 'ecreplay.config.ts': CONFIG(join(made.folder, 'pids')) });
  return made;
}

function lives(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let looks = 0; looks < 1_000 && !holds(); looks += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  return holds();
}

/** The processes that have been started, once there are some. */
async function pidsOf(made: Project): Promise<readonly string[]> {
  expect(await until(() => existsSync(join(made.folder, 'pids')))).toBe(true);
  return made.read('pids').trim().split('\n');
}

async function allGone(pids: readonly string[]): Promise<boolean> {
  return until(() => !pids.some(lives));
}

test('ecreplay run judges a process, and leaves none behind', async () => {
  using made = withProcess({
    'scenarios/kept.yaml': SCENARIO('1.0.0', 'returned: { deployed: 1.0.0 }'),
    'scenarios/broken.yaml': SCENARIO('broken', 'threw: false'),
  });
  const { status, text } = await made.ecreplay(['run']);
  expect(text).toContain('kept');
  expect(text).toContain('threw DeployError: no cluster');
  expect(text).toContain('it wrote:');
  expect(text).toContain('deploying broken');
  expect(status).toBe(1);
  expect(await allGone(await pidsOf(made))).toBe(true);
});

test('a warm process is handed the events of one scenario after another', async () => {
  using made = withProcess({
    'scenarios/first.yaml': SCENARIO('1.0.0', 'returned: { deployed: 1.0.0 }'),
    'scenarios/second.yaml': SCENARIO('2.0.0', 'returned: { deployed: 2.0.0 }'),
  });
  made.write({ 'ecreplay.config.ts': made.read('ecreplay.config.ts').replace('command:', "start: 'warm', command:") });
  const { status, text } = await made.ecreplay(['run', '--maxWorkers', '1']);
  expect(text).not.toContain('BROKEN');
  expect(status).toBe(0);
  const pids = await pidsOf(made);
  expect(pids).toHaveLength(2);
  expect(await allGone(pids)).toBe(true);
});

test('calls that a scenario promises of an endpoint are refused, because nobody sees them', async () => {
  using made = project({
    'ecreplay.config.ts': "export default { consumers: { deployer: { url: 'http://127.0.0.1:9/hook' } } };\n",
    'scenarios/hook.yaml': SCENARIO('1.0.0', 'calls: [{ service: ecs, operation: UpdateService }]'),
  });
  const { status, text } = await made.ecreplay(['run']);
  expect(text).toContain('the AWS calls of "deployer" are not seen, because it is an endpoint');
  expect(status).toBe(2);
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'a run that is ended by %s in the middle of an invocation leaves no process behind',
  async (signal) => {
    using made = withProcess({ 'scenarios/hangs.yaml': SCENARIO('hang', 'invoked: 1') });
    const running: Running = made.start(['run']);
    const pids = await pidsOf(made);
    expect(pids.length).toBeGreaterThan(1);
    running.kill(signal);
    await running.ended;
    expect(await allGone(pids)).toBe(true);
  },
);

test('ecreplay serve has a process handle what its rules match, shows what it writes, and leaves none behind', async () => {
  using made = withProcess({});
  const server = made.start(['serve', '--port', '0', '--region', 'us-east-2']);
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
  const Detail = JSON.stringify({ 'action-type': 'PUSH', 'image-tag': '1.0.0' });
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSEvents.PutEvents',
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260115/us-east-2/events/aws4_request',
    },
    body: JSON.stringify({ Entries: [{ Source: 'example.registry', DetailType: 'ECR Image Action', Detail }] }),
  });
  expect(await answer.json()).toMatchObject({ FailedEntryCount: 0 });
  await server.seen('deploying 1.0.0');
  const pids = await pidsOf(made);
  server.kill('SIGINT');
  await server.ended;
  expect(await allGone(pids)).toBe(true);
});
