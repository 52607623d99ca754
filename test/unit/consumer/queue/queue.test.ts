import { readFileSync } from 'node:fs';
import { expect, test } from '../../../../src/vitest/test.ts';
import { PUSHES } from '../../matchers/pushes.ts';
import { worker } from './workers.ts';

test('a process that polls a queue is told of messages, and judged by what it does with them', async ({ rehearse }) => {
  using it = worker(`
for (;;) {
  for (const message of await receive()) {
    await call('ecs', 'UpdateService', { service: 'web', taskDefinition: tagOf(message) });
    await remove(message);
  }
}`);
  const run = await rehearse(
    {
      ...PUSHES,
      steps: [{ push: { image: 'web:1.4.2' } }, { wait: '1d' }, { push: { image: 'web:1.4.3' } }],
      expect: [
        {
          consumer: 'worker',
          invoked: 2,
          returned: { received: 1, deleted: 1, left: 0 },
          calls: [{ service: 'ecs', operation: 'UpdateService', times: 2 }],
          within: '2s',
        },
      ],
    },
    it.setup,
  );
  expect(run).toHaveKept();
  expect(run).toHaveCalled('ecs:UpdateService', { taskDefinition: ['1.4.3'] }, { times: 1 });
  expect(run).toHaveCalled('sqs:DeleteMessage', undefined, { times: 2 });
  expect(run.run.left).toEqual([]);
});

test('what it never deletes comes again, and goes to the dead-letter queue', async ({ rehearse }) => {
  using it = worker('for (;;) await receive();');
  const run = await rehearse(PUSHES, it.setup);
  expect(run).toHaveInvoked('worker', 4);
  expect(run).toHaveAnswered('worker', { received: 1, deleted: 0, left: 1 });
  expect(run).toHaveDeadLettered('ECR Image Action', { times: 2, queue: 'dead-pushes' });
});

test('what it never deletes, and nothing ends, is told as that', async ({ rehearse }) => {
  using it = worker('for (;;) await receive();', {}, { queues: { pushes: { attributes: { VisibilityTimeout: 0 } } } });
  const run = await rehearse({ ...PUSHES, steps: [{ push: { image: 'web:1' } }] }, it.setup);
  expect(run.run.orphans).toMatchObject([
    {
      consumer: 'worker',
      error: { name: 'Worker.NeverDeletes', message: expect.stringContaining('20 times') as unknown },
    },
  ]);
});

test('what it deletes twice, and what it changes nothing about, is no matter', async ({ rehearse }) => {
  using it = worker(
    'for (;;) for (const message of await receive()) { await remove(message); await remove(message); }',
  );
  const run = await rehearse(PUSHES, it.setup);
  expect(run).toHaveInvoked('worker', 2);
  expect(run).toHaveAnswered('worker', { received: 1, deleted: 1, left: 0 });
  expect(run).toHaveKept();
});

test('a process that dies with a message fails with it, and another takes its place', async ({ rehearse }) => {
  using it = worker(`
for (;;) for (const message of await receive()) {
  if (tagOf(message) === '1.4.2') { console.error('cannot go on with', tagOf(message)); process.exit(3); }
  await remove(message);
}`);
  const run = await rehearse(PUSHES, it.setup);
  expect(run).toHaveFailed('worker', 'exit status 3', { times: 2 });
  expect(run).toHaveDeadLettered({ detail: { 'image-tag': ['1.4.2'] } }, { times: 1 });
  expect(run).toHaveInvoked('worker', 3);
  expect(run.run.arrivals.flatMap(({ invocations }) => invocations)[0]?.logs).toContain('cannot go on with 1.4.2');
});

test('a process that dies as it starts is told with what it wrote, and its messages stay', async ({ rehearse }) => {
  using it = worker("throw new Error('no DATABASE_URL');");
  const run = await rehearse(PUSHES, it.setup);
  expect(run).not.toHaveInvoked('worker');
  expect(run.run.orphans).toMatchObject([
    {
      consumer: 'worker',
      error: { message: expect.stringMatching(/before it has polled any queue[^]*no DATABASE_URL/) as unknown },
    },
  ]);
  expect(run.run.left).toMatchObject([{ queue: 'pushes' }, { queue: 'pushes' }]);
});

test('a process that hangs is ended, and its message comes again', async ({ rehearse }) => {
  using it = worker('for (;;) { await receive(); await new Promise((resolve) => setTimeout(resolve, 1e8)); }', {
    timeout: '300ms',
  });
  const run = await rehearse({ ...PUSHES, steps: [{ push: { image: 'web:1' } }] }, it.setup);
  expect(run).toHaveFailed('worker', 'It has done nothing for 0.3 s though it was its turn', { times: 2 });
  expect(run).toHaveDeadLettered('ECR Image Action', { times: 1 });
});

test('a process that asks now and then instead of waiting is given its time', async ({ rehearse }) => {
  using it = worker(`
for (;;) {
  for (const message of await receive({ WaitTimeSeconds: 0 })) await remove(message);
  await new Promise((resolve) => setTimeout(resolve, 50));
}`);
  const run = await rehearse({ ...PUSHES, expect: [{ consumer: 'worker', invoked: 2, within: '2s' }] }, it.setup);
  expect(run).toHaveKept();
  expect(run.run.left).toEqual([]);
});

test('a process that polls several times at once works on what each brings', async ({ rehearse }) => {
  using it = worker(`
await Promise.all([1, 2, 3].map(async () => {
  for (;;) for (const message of await receive()) {
    await call('ecs', 'UpdateService', { service: 'web', taskDefinition: tagOf(message) });
    await remove(message);
  }
}));`);
  const run = await rehearse(PUSHES, it.setup);
  expect(run).toHaveCalled('ecs:UpdateService', undefined, { times: 2 });
  expect(run).toHaveInvoked('worker', 2);
  expect(run.run.left).toEqual([]);
});

test('a process that is never reached is told why', async ({ rehearse }) => {
  using it = worker(
    'for (;;) for (const message of await receive()) await remove(message);',
    {},
    {
      rules: { scans: { pattern: { 'detail-type': ['ECR Image Scan'] }, targets: [{ queue: 'pushes' }] } },
    },
  );
  const run = await rehearse(PUSHES, it.setup);
  expect(() => expect(run).toHaveInvoked('worker')).toThrow('rule "scans"');
});

test('no process is left when it is over, nor what it has started', async ({ rehearse }) => {
  using it = worker(`
import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
for (;;) for (const message of await receive()) {
  await call('ecs', 'UpdateService', { service: process.pid + ' ' + child.pid });
  await remove(message);
}`);
  const run = await rehearse(PUSHES, it.setup);
  const [call] = run.run.arrivals.flatMap(({ invocations }) => invocations).flatMap(({ calls }) => calls);
  const pids = (call!.input as { readonly service: string }).service.split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter((pid) => isAlive(pid))).toEqual([]);
});

test('a queue in the place of its consumer is what a rule has to name', async ({ rehearse }) => {
  using it = worker('', {}, { rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: ['worker'] } } });
  await expect(rehearse(PUSHES, it.setup)).rejects.toThrow(
    'rules.pushes.targets[0] is "worker", which polls queue "pushes" itself, wanted { queue: \'pushes\' }',
  );
});

test('a command that there is not, and a queue that is none, are told', async ({ rehearse }) => {
  using it = worker('', { command: ['no-such-worker'] });
  await expect(rehearse(PUSHES, it.setup)).rejects.toThrow(
    'Cannot start consumer "worker": there is no command "no-such-worker"',
  );
  using other = worker('', { queue: 'a queue' });
  await expect(rehearse(PUSHES, other.setup)).rejects.toThrow('wanted the name of a queue');
});

/** What has ended and is still to be buried lives no more. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
