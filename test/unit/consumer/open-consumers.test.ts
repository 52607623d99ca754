import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { Handler } from '../../../src/consumer/call-handler.ts';
import type { Consumer, ConsumerSpec, Invocation } from '../../../src/consumer/consumer.ts';
import type { LambdaContext } from '../../../src/consumer/context.ts';
import { openConsumers, type OpenConsumers, type Opening } from '../../../src/consumer/open-consumers.ts';
import { Problem } from '../../../src/problem.ts';
import { seeded } from '../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START + 5_000, emittedAt: START + 4_000, rule: 'pushes', eventId: 'e1' };

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

/** Opens code as the handlers of consumers, each under its name. */
function openCode(handlers: Record<string, Handler>, spec: Partial<ConsumerSpec> = {}): Promise<OpenConsumers> {
  const specs = Object.fromEntries(
    Object.keys(handlers).map((name) => [name, { ...spec, handler: `${import.meta.filename}#${name}` }]),
  );
  return open(specs, { root: '/', importModule: () => Promise.resolve(handlers) });
}

/** Invokes code as a handler, once. */
async function invoke(handler: Handler, spec: Partial<ConsumerSpec> = {}, event: unknown = {}): Promise<Invocation> {
  await using opened = await openCode({ handler }, spec);
  return await only(opened).invoke(event, moment);
}

function only(opened: OpenConsumers): Consumer {
  return [...opened.consumers.values()][0]!;
}

/** A promise, and what fulfils it. */
function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

test('an SDK client that knows of no rehearsal is answered and recorded', async () => {
  await using opened = await open({
    deployer: { handler: 'handlers/deployer.ts#handler', environment: { CLUSTER: 'prod' } },
  });
  const { took, requestId, ...invocation } = await opened.consumers.get('deployer')!.invoke({ service: 'web' }, moment);
  expect(invocation).toEqual({
    consumer: 'deployer',
    ...moment,
    outcome: {
      kind: 'returned',
      value: {
        arn: 'arn:aws:ecs:us-east-2:123456789012:service/prod/web',
        taskDefinition: 'arn:aws:ecs:us-east-2:123456789012:task-definition/web-canary:1',
      },
    },
    calls: [
      { service: 'ecs', operation: 'UpdateService', input: { cluster: 'prod', service: 'web' }, answered: 'embedded' },
      {
        service: 'ecs',
        operation: 'UpdateService',
        input: { cluster: 'prod', service: 'web-canary' },
        answered: 'embedded',
      },
    ],
    refusals: [],
  });
  expect(took).toBeGreaterThan(0);
  expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an answer declared for a consumer is given to it alone', async () => {
  const handler = 'handlers/deployer.ts#handler';
  await using opened = await open({
    one: {
      handler,
      answers: { 'ecs:UpdateService': { error: { code: 'ClusterNotFoundException', message: 'Cluster not found.' } } },
    },
    other: { handler },
  });
  const one = await opened.consumers.get('one')!.invoke({ service: 'web' }, moment);
  expect(one.outcome).toMatchObject({
    kind: 'threw',
    error: { name: 'ClusterNotFoundException', message: 'Cluster not found.' },
  });
  expect(one.calls.map(({ answered }) => answered)).toEqual(['declared']);
  expect((await opened.consumers.get('other')!.invoke({ service: 'web' }, moment)).outcome).toMatchObject({
    kind: 'returned',
  });
});

test('invocations that overlap keep their calls apart, also through one shared client', async () => {
  await using opened = await open({
    deployer: { handler: 'handlers/deployer.ts#handler', environment: { CLUSTER: 'prod' } },
  });
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const invocations = await Promise.all(
    names.map((service) => opened.consumers.get('deployer')!.invoke({ service }, moment)),
  );
  expect(invocations.map(({ calls }) => calls.map(({ input }) => (input as { service: string }).service))).toEqual(
    names.map((name) => [name, `${name}-canary`]),
  );
});

test('consumers that overlap each see their own environment, and the process sees neither', async () => {
  const bothIn = gate();
  let inside = 0;
  const handler: Handler = async () => {
    process.env['SEEN_BY'] = process.env['AWS_LAMBDA_FUNCTION_NAME'];
    inside += 1;
    if (inside === 2) bothIn.open();
    await bothIn.opened;
    return [
      process.env['AWS_LAMBDA_FUNCTION_NAME'],
      process.env['SEEN_BY'],
      'SEEN_BY' in process.env,
      Object.keys(process.env).includes('SEEN_BY'),
    ];
  };
  await using opened = await openCode({ a: handler, b: handler });
  const [a, b] = await Promise.all(['a', 'b'].map((name) => opened.consumers.get(name)!.invoke({}, moment)));
  expect(a!.outcome).toEqual({ kind: 'returned', value: ['a', 'a', true, true] });
  expect(b!.outcome).toEqual({ kind: 'returned', value: ['b', 'b', true, true] });
  expect(process.env['SEEN_BY']).toBeUndefined();
});

describe('a handler may', () => {
  test('be asynchronous', async () => {
    expect((await invoke(async () => Promise.resolve({ ok: true }))).outcome).toEqual({
      kind: 'returned',
      value: { ok: true },
    });
  });

  test('return at once', async () => {
    expect((await invoke(() => 'now')).outcome).toEqual({ kind: 'returned', value: 'now' });
  });

  test('call back', async () => {
    await using opened = await open({ c: { handler: 'handlers/styles.cjs#callback' } });
    expect((await only(opened).invoke({ say: 'hi' }, moment)).outcome).toEqual({
      kind: 'returned',
      value: { said: 'hi' },
    });
  });

  test('call back with an error', async () => {
    const { outcome } = await invoke((_event, _context, callback) => callback(new TypeError('no')));
    expect(outcome).toMatchObject({ kind: 'threw', error: { name: 'TypeError', message: 'no' } });
  });

  test.each([
    ['done', (context: LambdaContext) => context.done(null, 1), { kind: 'returned', value: 1 }],
    ['succeed', (context: LambdaContext) => context.succeed(2), { kind: 'returned', value: 2 }],
    ['fail', (context: LambdaContext) => context.fail('x'), { kind: 'threw', error: { name: 'string', message: 'x' } }],
  ])('end by context.%s', async (_, end, outcome) => {
    expect((await invoke((_event, context) => end(context as LambdaContext))).outcome).toEqual(outcome);
  });

  test('settle twice, and the first counts', async () => {
    const { outcome } = await invoke((_event, _context, callback) => {
      callback(null, 'first');
      callback(new Error('second'));
    });
    expect(outcome).toEqual({ kind: 'returned', value: 'first' });
  });

  test.each([
    ['nothing', undefined, null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['what JSON leaves out', { a: undefined, b: NaN, c: () => 1 }, { b: null }],
  ])('return %s, which arrives as JSON has it', async (_, value, arrives) => {
    expect((await invoke(() => value)).outcome).toEqual({ kind: 'returned', value: arrives });
  });
});

describe('a handler that', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;

  test.each([
    ['a circle', circle],
    ['a BigInt', 1n],
  ])('returns %s has thrown, as on Lambda', async (_, value) => {
    expect((await invoke(() => value)).outcome).toMatchObject({
      kind: 'threw',
      error: { name: 'Runtime.MarshalError' },
    });
  });

  test.each([
    [undefined, { name: 'undefined', message: 'undefined' }],
    [null, { name: 'object', message: 'null' }],
    ['text', { name: 'string', message: 'text' }],
    [Object.create(null), { name: 'handled', message: 'An error whose name, message or stack cannot be read' }],
  ])('throws %o has thrown', async (thrown, error) => {
    const { outcome } = await invoke(() => {
      // eslint-disable-next-line no-throw-literal
      throw thrown;
    });
    expect(outcome).toEqual({ kind: 'threw', error });
    expect((await invoke(() => Promise.reject(thrown as Error))).outcome).toEqual({ kind: 'threw', error });
  });

  test('changes its event changes it for nobody else', async () => {
    const event = { detail: { tags: ['v1'] } };
    await invoke((own) => (own as typeof event).detail.tags.push('v2'), {}, event);
    expect(event).toEqual({ detail: { tags: ['v1'] } });
  });

  test('never settles is timed out, and the next goes on', async () => {
    await using opened = await openCode(
      { stuck: () => new Promise(() => {}), fine: () => 'fine' },
      { timeout: '20ms' },
    );
    expect((await opened.consumers.get('stuck')!.invoke({}, moment)).outcome).toEqual({ kind: 'timed-out', after: 20 });
    expect((await opened.consumers.get('fine')!.invoke({}, moment)).outcome).toEqual({
      kind: 'returned',
      value: 'fine',
    });
  });

  test('rejects after it was timed out disturbs nobody, and what it calls then is not recorded', async () => {
    const late = gate();
    const over = gate();
    await using opened = await openCode(
      {
        handler: async () => {
          await late.opened;
          const { status } = await fetch(process.env['AWS_ENDPOINT_URL']!, {
            method: 'POST',
            headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
          });
          over.open();
          throw new Error(`late, ${status}`);
        },
      },
      { timeout: '20ms' },
    );
    const invocation = await only(opened).invoke({}, moment);
    late.open();
    await over.opened;
    expect(invocation.outcome.kind).toBe('timed-out');
    expect(invocation.calls).toEqual([]);
  });

  test('goes on after it has returned is still seen', async () => {
    const late = gate();
    const over = gate();
    await using opened = await openCode({
      handler: () => {
        void (async () => {
          await late.opened;
          await fetch('https://example.com/').catch(() => undefined);
          over.open();
        })();
        return 'done';
      },
    });
    const invocation = await only(opened).invoke({}, moment);
    late.open();
    await over.opened;
    expect(invocation.refusals).toEqual([{ address: 'example.com:443' }]);
  });

  test('is given fake timers is timed out by the real ones', async () => {
    await using opened = await openCode({ stuck: () => new Promise(() => {}) }, { timeout: '20ms' });
    vi.useFakeTimers();
    try {
      expect((await only(opened).invoke({}, moment)).outcome.kind).toBe('timed-out');
    } finally {
      vi.useRealTimers();
    }
  });

  test('throws in a callback of a timer has thrown', async () => {
    const { outcome } = await invoke(
      () =>
        new Promise(() => {
          setImmediate(() => {
            throw new TypeError('from afar');
          });
        }),
    );
    expect(outcome).toMatchObject({ kind: 'threw', error: { name: 'TypeError', message: 'from afar' } });
  });

  test('leaves a rejection unhandled has thrown what Lambda calls it', async () => {
    const { outcome } = await invoke(() => {
      void Promise.reject(new TypeError('nobody looks'));
      return new Promise(() => {});
    });
    expect(outcome).toMatchObject({
      kind: 'threw',
      error: { name: 'Runtime.UnhandledPromiseRejection', message: 'TypeError: nobody looks' },
    });
  });

  test('exits the process has ended its invocation and nothing else', async () => {
    const { outcome } = await invoke(() => process.exit(3));
    expect(outcome).toMatchObject({
      kind: 'threw',
      error: { name: 'Runtime.ExitError', message: 'The process exited with status 3' },
    });
  });
});

test('the context is what Lambda hands over', async () => {
  let context!: LambdaContext;
  const { requestId } = await invoke(
    (_event, given) => {
      context = given as LambdaContext;
      return [context.getRemainingTimeInMillis()];
    },
    { timeout: '2s', memorySize: 512 },
  );
  const { getRemainingTimeInMillis, done, fail, succeed, ...plain } = context;
  expect(plain).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: 'handler',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/handler',
    logStreamName: expect.stringMatching(/^2026\/01\/15\/\[\$LATEST\][0-9a-f]{32}$/) as string,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:handler',
    awsRequestId: requestId,
  });
  expect(getRemainingTimeInMillis()).toBeGreaterThan(1_000);
  expect(getRemainingTimeInMillis()).toBeLessThanOrEqual(2_000);
  expect([done, fail, succeed].every((end) => typeof end === 'function')).toBe(true);
});

test('a handler has three seconds and 128 MB unless told', async () => {
  const { outcome } = await invoke((_event, context) => [
    (context as LambdaContext).getRemainingTimeInMillis() > 2_000,
    (context as LambdaContext).memoryLimitInMB,
  ]);
  expect(outcome).toEqual({ kind: 'returned', value: [true, '128'] });
});

test('the environment is that of a function, with nothing in it that leads out', async () => {
  vi.stubEnv('AWS_PROFILE', 'production');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not for consumers');
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example.com');
  vi.stubEnv('UNRELATED', 'kept');
  try {
    const { outcome } = await invoke(() => process.env, { environment: { TABLE: 't', UNRELATED_TOO: '1' } });
    const seen = (outcome as { value: Record<string, string> }).value;
    expect(seen).toMatchObject({
      TABLE: 't',
      UNRELATED_TOO: '1',
      AWS_REGION: 'us-east-2',
      AWS_DEFAULT_REGION: 'us-east-2',
      AWS_LAMBDA_FUNCTION_NAME: 'handler',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
      AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      _HANDLER: expect.stringMatching(/open-consumers\.test\.handler$/) as string,
    });
    expect(seen).not.toHaveProperty('AWS_PROFILE');
    expect(seen).not.toHaveProperty('HTTPS_PROXY');
    expect(seen).not.toHaveProperty('UNRELATED');
  } finally {
    vi.unstubAllEnvs();
  }
});

test('what a consumer does to globals, the console and the process is undone at the end', async () => {
  const before = {
    Date,
    log: console.log,
    listeners: process.listenerCount('SIGTERM'),
    env: process.env,
  };
  await invoke(() => {
    Object.assign(globalThis, { leaked: true, Date: () => 'stopped' });
    console.log = () => {};
    process.on('SIGTERM', () => {});
    process.env['LEAKED'] = '1';
  });
  expect('leaked' in globalThis).toBe(false);
  expect({
    Date,
    log: console.log,
    listeners: process.listenerCount('SIGTERM'),
    env: process.env,
  }).toEqual(before);
  expect(process.env['LEAKED']).toBeUndefined();
});

test('what a consumer sets in its environment is still there at its next event, and gone in the next scenario', async () => {
  const handler: Handler = () => {
    process.env['COUNT'] = String(Number(process.env['COUNT'] ?? 0) + 1);
    return process.env['COUNT'];
  };
  await using opened = await openCode({ handler });
  await only(opened).invoke({}, moment);
  expect((await only(opened).invoke({}, moment)).outcome).toEqual({ kind: 'returned', value: '2' });
  expect((await invoke(handler)).outcome).toEqual({ kind: 'returned', value: '1' });
});

test('what a module does as it is imported counts with the first event, as a cold start does', async () => {
  await using opened = await open({ starter: { handler: 'handlers/calls-at-import.ts#handler' } });
  const first = await only(opened).invoke({}, moment);
  expect(first.calls.map(({ operation }) => operation)).toEqual(['Publish']);
  expect(first.refusals).toEqual([{ address: 'example.com:443' }]);
  expect(await only(opened).invoke({}, moment)).toMatchObject({ calls: [], refusals: [] });
  expect(opened.stray).toMatchObject({ calls: [], refusals: [] });
});

test('what a module sets going as it is imported counts with the first event, also when it happens later', async () => {
  const later = gate();
  const over = gate();
  await using opened = await open(
    { starter: { handler: `${import.meta.filename}#handler` } },
    {
      root: '/',
      importModule: () => {
        void (async () => {
          await later.opened;
          await fetch('https://example.com/').catch(() => undefined);
          over.open();
        })();
        return Promise.resolve({ handler: () => 'done' });
      },
    },
  );
  const first = await only(opened).invoke({}, moment);
  later.open();
  await over.opened;
  expect(first.refusals).toEqual([{ address: 'example.com:443' }]);
});

test('what a module does as it is imported is not lost when no event follows', async () => {
  vi.resetModules();
  await using opened = await open(
    { starter: { handler: 'handlers/calls-at-import.ts#handler' } },
    { load: ['starter'] },
  );
  expect(opened.stray.calls.map(({ operation }) => operation)).toEqual(['Publish']);
  expect(opened.stray.refusals).toEqual([{ address: 'example.com:443' }]);
});

test('a consumer that cannot be loaded is told at once when that is asked for, and else at its first event', async () => {
  const specs = { broken: { handler: 'handlers/throws-at-import.ts#handler' } };
  await expect(open(specs, { load: ['broken'] })).rejects.toBeInstanceOf(Problem);
  await using opened = await open(specs);
  await expect(only(opened).invoke({}, moment)).rejects.toBeInstanceOf(Problem);
  await expect(only(opened).invoke({}, moment)).rejects.toBeInstanceOf(Problem);
});

test('the same seed gives the same request ids, and each consumer its own', async () => {
  const ids = async (): Promise<string[]> => {
    await using opened = await openCode({ a: () => 1, b: () => 1 });
    const both = await Promise.all(['b', 'a'].map((name) => opened.consumers.get(name)!.invoke({}, moment)));
    return both.map(({ requestId }) => requestId);
  };
  const first = await ids();
  expect(await ids()).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('once all consumers are gone the process reaches what it likes', async () => {
  await invoke(() => 1);
  const { createServer } = await import('node:http');
  const server = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as { port: number };
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hello');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('what a consumer has left running is refused also when all are gone', async () => {
  const late = gate();
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const invocation = await invoke(() => {
    void (async () => {
      await late.opened;
      resolve(await fetch('https://example.com/').catch((error: Error) => error.cause));
    })();
  });
  late.open();
  expect(await promise).toMatchObject({ name: 'NetworkRefusedError', address: 'example.com:443' });
  expect(invocation.refusals).toEqual([{ address: 'example.com:443' }]);
});

test('a client that outlives its scenario works in the next, at its first attempt', async () => {
  let ecs: ECSClient | undefined;
  const handler: Handler = async () =>
    (await (ecs ??= new ECSClient({ maxAttempts: 1 })).send(new UpdateServiceCommand({ service: 'web' }))).service
      ?.serviceName;
  for (let scenario = 0; scenario < 5; scenario += 1) {
    const { outcome, calls } = await invoke(handler);
    expect(outcome).toEqual({ kind: 'returned', value: 'web' });
    expect(calls).toHaveLength(1);
  }
});

test('no connection of a consumer outlives its scenario', async () => {
  const sockets: { destroyed: boolean }[] = [];
  await invoke(async () => {
    const { Agent, request } = await import('node:http');
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => {
      request(process.env['AWS_ENDPOINT_URL']!, { agent }, (response) => response.resume().on('end', resolve))
        .on('socket', (socket) => sockets.push(socket))
        .end();
    });
    await new Promise(setImmediate);
  });
  expect(sockets).toEqual([expect.objectContaining({ destroyed: true })]);
});

test('a handler that keeps its thread busy times out, and the next invocation is none the worse', async () => {
  await using opened = await openCode(
    {
      handler: (event): string => {
        const busy = (): boolean => event === 'block';
        while (busy());
        return 'done';
      },
    },
    { timeout: '50ms' },
  );
  expect((await only(opened).invoke('block', moment)).outcome).toEqual({ kind: 'timed-out', after: 50 });
  expect((await only(opened).invoke('pass', moment)).outcome).toEqual({ kind: 'returned', value: 'done' });
});

test.for([
  [
    'reallyExit',
    (): void => Reflect.apply(Reflect.get(process, 'reallyExit') as () => void, process, []),
    'exited with status 0',
  ],
  ['abort', (): void => process.abort(), 'was ended by SIGABRT'],
  ['kill', (): boolean => process.kill(process.pid, 'SIGKILL'), 'was ended by SIGKILL'],
] as const)('a handler that calls process.%s ends its invocation and nothing else', async ([, handler, words]) => {
  const { outcome } = await invoke(handler);
  expect(outcome).toMatchObject({
    kind: 'threw',
    error: { name: 'Runtime.ExitError', message: `The process ${words}` },
  });
});

test('a consumer sees the time of its scenario, which goes on as real time does, and nobody else does', async () => {
  const handler: Handler = async () => {
    const times = [Date.now(), new Date().getTime(), Date.parse(Date())];
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [...times, Date.now(), new Date(0) instanceof Date];
  };
  const real = Date.now();
  const { outcome } = await invoke(handler);
  const seen = (outcome as { value: number[] }).value;
  expect(seen.slice(0, 3).map((at) => Math.floor((at - moment.at) / 1000))).toEqual([0, 0, 0]);
  expect(seen[3]! - seen[0]!).toBeGreaterThanOrEqual(19);
  expect(seen[4]).toBe(true);
  expect(Date.now()).toBeGreaterThanOrEqual(real);
  expect(Date.now() - real).toBeLessThan(60_000);
});

test('of the shell a consumer sees nothing but PATH and LANG', async () => {
  vi.stubEnv('A_SECRET_OF_THE_SHELL', 'yes');
  vi.stubEnv('LANG', 'C.UTF-8');
  try {
    const { outcome } = await invoke(() => [
      process.env['A_SECRET_OF_THE_SHELL'],
      process.env['HOME'],
      process.env['LANG'],
      process.env['TZ'],
    ]);
    expect(outcome).toEqual({ kind: 'returned', value: [null, null, 'C.UTF-8', ':UTC'] });
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a value larger than Lambda sends on fails the invocation as Lambda does', async () => {
  const { outcome } = await invoke(() => 'x'.repeat(6_291_556));
  expect(outcome).toMatchObject({ kind: 'threw', error: { name: 'Function.ResponseSizeTooLarge' } });
  expect((await invoke(() => 'x'.repeat(6_291_554))).outcome.kind).toBe('returned');
});
