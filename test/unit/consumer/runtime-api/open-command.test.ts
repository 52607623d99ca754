import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { CommandSpec, Consumer, ConsumerSpec, Invocation } from '../../../../src/consumer/consumer.ts';
import { openConsumers, type OpenConsumers, type Opening } from '../../../../src/consumer/open-consumers.ts';
import { Problem } from '../../../../src/problem.ts';
import { seeded } from '../../../../src/random.ts';

// Each test starts processes, on however busy a machine.
vi.setConfig({ testTimeout: 30_000 });

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START + 5_000, emittedAt: START + 4_000, rule: 'pushes', eventId: 'e1' };
const RUNTIME: CommandSpec = { command: [process.execPath, 'handlers/runtime.mjs'], timeout: '20s' };

function open(specs: Record<string, ConsumerSpec>, more: Partial<Opening> = {}): Promise<OpenConsumers> {
  return openConsumers({
    specs,
    root: import.meta.dirname,
    importModule: (path) => import(pathToFileURL(path).href),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
    ...more,
  });
}

function only(opened: OpenConsumers): Consumer {
  return [...opened.consumers.values()][0]!;
}

/** Has a process do what these events tell it to, one after another. */
async function tell(spec: Partial<CommandSpec>, ...events: readonly unknown[]): Promise<readonly Invocation[]> {
  await using opened = await open({ deployer: { ...RUNTIME, ...spec } });
  const invocations: Invocation[] = [];
  for (const event of events) invocations.push(await only(opened).invoke(event, moment));
  return invocations;
}

async function outcomeOf(event: unknown, spec: Partial<CommandSpec> = {}): Promise<Invocation['outcome']> {
  const [invocation] = await tell(spec, event);
  return invocation!.outcome;
}

/** Whether a process lives; one that has ended and that nobody has asked about does not. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let looks = 0; looks < 200 && lives(pid); looks += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  return !lives(pid);
}

test('a process is handed events one after another, and what it answers is returned', async () => {
  const invocations = await tell({}, { value: { a: [1, 'ü'] } }, { served: true }, { value: null });
  expect(invocations.map(({ outcome }) => outcome)).toEqual([
    { kind: 'returned', value: { a: [1, 'ü'] } },
    { kind: 'returned', value: 2 },
    { kind: 'returned', value: null },
  ]);
  const { took, requestId, ...first } = invocations[0]!;
  expect(first).toMatchObject({ consumer: 'deployer', ...moment, calls: [], refusals: [] });
  expect(took).toBeGreaterThan(0);
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('an answer that is no JSON is taken for the text it is', async () => {
  expect(await outcomeOf({ raw: 'SUCCESS' })).toEqual({ kind: 'returned', value: 'SUCCESS' });
});

test('an event comes with what the Runtime API says of it', async () => {
  const before = Date.now();
  const [invocation] = await tell({}, { context: true });
  const { outcome, requestId } = invocation!;
  const headers = (outcome.kind === 'returned' ? outcome.value : {}) as Record<string, string>;
  expect(headers).toMatchObject({
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-2:123456789012:function:deployer',
    'lambda-runtime-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
  });
  // By this machine's clock, which is the only one that a process has.
  const left = Number(headers['lambda-runtime-deadline-ms']) - before;
  expect(left).toBeGreaterThan(15_000);
  expect(left).toBeLessThan(60_000);
});

test('the environment is that of a function on Lambda, and nothing of the shell', async () => {
  process.env['SECRET_OF_THE_SHELL'] = 'x';
  const lambdas = ['_HANDLER', 'AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'TZ'];
  const names = [...lambdas, 'CLUSTER', 'SECRET_OF_THE_SHELL', 'AWS_EXECUTION_ENV'];
  const outcome = await outcomeOf({ environment: names }, { environment: { CLUSTER: 'prod' }, memorySize: 512 });
  delete process.env['SECRET_OF_THE_SHELL'];
  expect(outcome).toEqual({
    kind: 'returned',
    value: {
      _HANDLER: 'handlers/runtime.mjs',
      AWS_REGION: 'us-east-2',
      AWS_LAMBDA_FUNCTION_NAME: 'deployer',
      CLUSTER: 'prod',
      TZ: ':UTC',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    },
  });
});

test('an error is told with its type, its words, where it arose, and what was written last', async () => {
  const [invocation] = await tell({}, { throw: 'no cluster' });
  expect(invocation).toMatchObject({
    outcome: {
      kind: 'threw',
      error: {
        name: 'ValueError',
        message: 'no cluster',
        stack: 'ValueError: no cluster\n    at handler (/task/app.py:3)',
      },
    },
    logs: 'about to throw no cluster',
  });
});

test('AWS calls of a process are answered, and belong to the invocation that made them', async () => {
  const target = 'AmazonEC2ContainerServiceV20141113.UpdateService';
  const input = { cluster: 'prod', service: 'web' };
  const invocations = await tell({}, { call: { target, input } }, { value: 1 });
  expect(invocations.map(({ calls }) => calls)).toEqual([
    [{ service: 'ecs', operation: 'UpdateService', input, answered: 'embedded' }],
    [],
  ]);
  expect(invocations[0]!.outcome).toMatchObject({
    kind: 'returned',
    value: { service: { serviceName: 'web', clusterArn: expect.stringContaining('cluster/prod') } },
  });
});

test('what a process calls before its first event is part of the invocation it was started for', async () => {
  const invocations = await tell({ environment: { CALLS_AT_INIT: 'yes' } }, { value: 1 }, { value: 2 });
  expect(invocations.map(({ calls }) => calls.map(({ operation }) => operation))).toEqual([['ListClusters'], []]);
});

test('what would leave this machine by a proxy is refused, and told', async () => {
  const [invocation] = await tell({}, { proxied: 'api.example.com:443' });
  expect(invocation).toMatchObject({
    outcome: { kind: 'returned', value: 403 },
    refusals: [{ address: 'api.example.com:443' }],
  });
});

test('a process that exceeds its time is ended, and the next invocation begins with a new one', async () => {
  const [pid, slow, after, next] = await tell(
    { timeout: '2s' },
    { pid: 1 },
    { spin: true },
    { served: true },
    { pid: 1 },
  );
  expect(slow!.outcome).toEqual({ kind: 'timed-out', after: 2_000 });
  expect(after!.outcome).toEqual({ kind: 'returned', value: 1 });
  expect(next!.outcome).not.toEqual(pid!.outcome);
});

test.each([
  [{ exit: 3 }, 'Runtime exited with error: exit status 3'],
  [{ exit: 0 }, 'Runtime exited without providing a reason'],
  [{ signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
])(
  'a process that ends in the middle of an event (%j) fails its invocation, and the next has a new one',
  async (event, message) => {
    const [failed, next] = await tell({}, event, { served: true });
    expect(failed!.outcome).toEqual({ kind: 'threw', error: { name: 'Runtime.ExitError', message } });
    expect(next!.outcome).toEqual({ kind: 'returned', value: 1 });
  },
);

test('a second answer is refused and told, and the first one counts', async () => {
  const opened = await open({ deployer: RUNTIME });
  const { outcome, requestId } = await only(opened).invoke({ twice: true }, moment);
  const next = await only(opened).invoke({ value: 'next' }, moment);
  await opened[Symbol.asyncDispose]();
  expect(outcome).toEqual({ kind: 'returned', value: 'first' });
  expect(next.outcome).toEqual({ kind: 'returned', value: 'next' });
  expect(opened.stray.orphans).toMatchObject([
    {
      consumer: 'deployer',
      error: {
        name: 'Runtime.InvalidStateTransition',
        message: `it answers invocation ${requestId} a second time`,
      },
    },
  ]);
});

test('a process that asks for more before it has answered is refused, and told once', async () => {
  const opened = await open({ deployer: RUNTIME });
  const { outcome } = await only(opened).invoke({ impatient: 3 }, moment);
  await opened[Symbol.asyncDispose]();
  expect(outcome).toEqual({ kind: 'returned', value: [403, 403, 403] });
  expect(opened.stray.orphans).toMatchObject([
    { error: { message: 'it asks for its next event and has not answered the last one' } },
  ]);
});

test('an address that is none is refused like any other', async () => {
  const [invocation] = await tell({}, { unparsable: true });
  expect(invocation).toMatchObject({ outcome: { kind: 'returned', value: 403 }, refusals: [{ address: 'http://[' }] });
});

test('AWS calls of a process are answered as the configuration says', async () => {
  const call = { target: 'AmazonEC2ContainerServiceV20141113.UpdateService', input: { service: 'web' } };
  const [invocation] = await tell({ answers: { 'ecs:UpdateService': { service: { status: 'DRAINING' } } } }, { call });
  expect(invocation).toMatchObject({
    outcome: { kind: 'returned', value: { service: { status: 'DRAINING' } } },
    calls: [{ operation: 'UpdateService', answered: 'declared' }],
  });
});

test('an answer to an invocation that there is not is refused', async () => {
  expect(await outcomeOf({ unasked: true })).toEqual({ kind: 'returned', value: 400 });
});

test('an answer larger than Lambda takes fails the invocation', async () => {
  expect(await outcomeOf({ large: 6_300_000 })).toMatchObject({
    kind: 'threw',
    error: { name: 'Function.ResponseSizeTooLarge' },
  });
});

test('a streamed answer is put together, and may still fail behind its last byte', async () => {
  expect(await outcomeOf({ stream: 'holds' })).toEqual({ kind: 'returned', value: '{"half":' });
  expect(await outcomeOf({ stream: 'breaks' })).toMatchObject({
    kind: 'threw',
    error: { name: 'StreamError', message: 'it broke' },
  });
});

test('a process that dies before its first event fails each invocation with that, and with its last words', async () => {
  const [first, second] = await tell({ environment: { DIES: 'at once' } }, { value: 1 }, { value: 2 });
  expect(first).toMatchObject({
    outcome: {
      kind: 'threw',
      error: { name: 'Runtime.ExitError', message: 'Runtime exited with error: exit status 7' },
    },
    logs: 'no such module: left-pad',
  });
  expect(second!.outcome).toEqual(first!.outcome);
});

test('a runtime that says why it cannot begin is quoted', async () => {
  expect(await outcomeOf({}, { environment: { DIES: 'saying why' } })).toEqual({
    kind: 'threw',
    error: { name: 'Runtime.ImportModuleError', message: 'No module named app' },
  });
});

test('a process that dies before its first event is told also where no event comes', async () => {
  const opened = await open({ deployer: { ...RUNTIME, environment: { DIES: 'at once' } } }, { load: ['deployer'] });
  await opened[Symbol.asyncDispose]();
  expect(opened.stray.orphans).toMatchObject([
    { consumer: 'deployer', error: { name: 'Runtime.ExitError', message: expect.stringContaining('left-pad') } },
  ]);
});

test('a process that dies before its first event leaves other consumers alone', async () => {
  await using opened = await open({ broken: { ...RUNTIME, environment: { DIES: 'at once' } }, sound: RUNTIME });
  const broken = await opened.consumers.get('broken')!.invoke({}, moment);
  const sound = await opened.consumers.get('sound')!.invoke({ value: 1 }, moment);
  expect([broken.outcome.kind, sound.outcome.kind]).toEqual(['threw', 'returned']);
});

test.each([
  [{ command: ['no-such-program'] }, 'there is no command "no-such-program"'],
  [{ command: ['./handlers/runtime.mjs'] }, '"./handlers/runtime.mjs" cannot be executed'],
  [{ command: [process.execPath, 'a\0b'] }, `"${process.execPath}" does not start`],
  [{ cwd: 'nowhere' }, `there is no folder "${import.meta.dirname}/nowhere"`],
])('a command that cannot be started (%j) is a problem of the configuration', async (spec, reason) => {
  const starting = open({ deployer: { ...RUNTIME, ...spec } }, { load: ['deployer'] });
  await expect(starting).rejects.toThrow(Problem);
  await expect(starting).rejects.toThrow(`Cannot start consumer "deployer": ${reason}`);
});

test('of all that a process writes the end is kept', async () => {
  const [invocation] = await tell({ timeout: '30s' }, { flood: 64 });
  expect(invocation!.outcome).toEqual({ kind: 'returned', value: 64 });
  expect(invocation!.logs).toMatch(/^…\n/);
  expect(invocation!.logs).toContain('the last line');
  expect(invocation!.logs!.length).toBeLessThan(9_000);
});

test('overlapping invocations have a process each', async () => {
  await using opened = await open({ deployer: RUNTIME });
  const consumer = only(opened);
  const both = await Promise.all([consumer.invoke({ pid: 1 }, moment), consumer.invoke({ pid: 1 }, moment)]);
  const [one, other] = both.map(({ outcome }) => outcome);
  expect(one).not.toEqual(other);
});

test('more events than there may be processes wait for one that is free', async () => {
  await using opened = await open({ deployer: RUNTIME });
  const invocations = await Promise.all(Array.from({ length: 12 }, () => only(opened).invoke({ pid: 1 }, moment)));
  const pids = new Set(invocations.map(({ outcome }) => outcome.kind === 'returned' && outcome.value));
  expect(pids.size).toBeLessThanOrEqual(8);
  expect(pids.has(false)).toBe(false);
});

test('processes that die before their first event leave nobody waiting', async () => {
  await using opened = await open({ deployer: { ...RUNTIME, environment: { DIES: 'at once' } } });
  const invocations = await Promise.all(Array.from({ length: 10 }, () => only(opened).invoke({}, moment)));
  expect(invocations.map(({ outcome }) => outcome.kind)).toEqual(Array.from({ length: 10 }, () => 'threw'));
});

test('a process that has not begun when the scenario ends is ended', async () => {
  const opened = await open({ deployer: { ...RUNTIME, environment: { DIES: 'never' } } });
  const invoking = only(opened).invoke({}, moment);
  await opened[Symbol.asyncDispose]();
  expect((await invoking).outcome).toMatchObject({ kind: 'threw', error: { name: 'Runtime.Unwanted' } });
});

test('no process is left once the consumers are closed, not even one that a process has started', async () => {
  const [own, child] = await tell({}, { pid: 1 }, { child: true });
  const pids = [own, child].map((told) => Number(told!.outcome.kind === 'returned' ? told!.outcome.value : 0));
  expect(pids.every((pid) => pid > 0)).toBe(true);
  for (const pid of pids) expect(await untilGone(pid)).toBe(true);
});

test('a warm process is kept for the next scenario that wants the same', async () => {
  const spec: CommandSpec = { ...RUNTIME, start: 'warm', environment: { WHOSE: 'warm test' } };
  const [first] = await tell(spec, { served: true });
  const [second] = await tell(spec, { served: true });
  const [other] = await tell({ ...spec, environment: { WHOSE: 'another' } }, { served: true });
  expect([first, second, other].map((told) => told!.outcome)).toEqual([
    { kind: 'returned', value: 1 },
    { kind: 'returned', value: 2 },
    { kind: 'returned', value: 1 },
  ]);
});

test('an extension registers, and is told of invocations', async () => {
  const [invocation] = await tell({ environment: { EXTENSION: 'watcher' } }, { heard: true });
  const { requestId, logs, outcome } = invocation!;
  expect(logs).toContain('"functionName":"deployer"');
  expect(outcome).toMatchObject({
    kind: 'returned',
    value: { eventType: 'INVOKE', requestId, tracing: { type: 'X-Amzn-Trace-Id' } },
  });
});

test('the clock of a scenario goes on while a process waits for what it is to bring', async () => {
  await using opened = await open({ deployer: RUNTIME });
  const { agenda, estate } = opened;
  await estate.furnish();
  const target = 'AmazonSQS.CreateQueue';
  await only(opened).invoke({ call: { target, input: { QueueName: 'deploys' } } }, moment);
  const began = performance.now();
  const polling = Promise.withResolvers<Invocation>();
  agenda.after(0, async () => {
    const QueueUrl = 'https://sqs.us-east-2.amazonaws.com/123456789012/deploys';
    const call = { target: 'AmazonSQS.ReceiveMessage', input: { QueueUrl, WaitTimeSeconds: 15 } };
    polling.resolve(await only(opened).invoke({ call }, { ...moment, at: agenda.now() }));
  });
  const before = agenda.now();
  await agenda.settle(60_000);
  const { outcome, took } = await polling.promise;
  expect(outcome).toMatchObject({ kind: 'returned' });
  expect(agenda.now() - before).toBe(15_000);
  expect(took).toBeGreaterThanOrEqual(15_000);
  expect(performance.now() - began).toBeLessThan(10_000);
});
