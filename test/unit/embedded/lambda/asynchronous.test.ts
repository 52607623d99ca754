import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openFunctions } from '../../../../src/embedded/lambda/functions.ts';
import { openPermissions } from '../../../../src/embedded/policy/permissions.ts';
import type { Outcome } from '../../../../src/embedded/lambda/runner.ts';
import { seeded } from '../../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const QUEUE = 'arn:aws:sqs:us-east-2:123456789012:dead';
const TOPIC = 'arn:aws:sns:us-east-2:123456789012:done';
const BUS = 'arn:aws:events:us-east-2:123456789012:event-bus/results';
const FUNCTION = 'arn:aws:lambda:us-east-2:123456789012:function:deploy';

/** A Lambda of its own for each test, beside services that only note what they are sent. Some resources have policies. */
function lambda(policies: Readonly<Record<string, readonly object[]>> = {}) {
  const agenda = virtualAgenda(START);
  const sent: unknown[] = [];
  const policyOf = (arn: string) => ({ statements: policies[arn] });
  const functions = openFunctions({
    scene: { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, permissions: openPermissions() },
    neighbours: {
      queues: { policyOf, send: (arn, message) => void sent.push([arn, message]) },
      topics: { policyOf, publish: (arn, message) => void sent.push([arn, message]) },
      buses: { policyOf, put: (entries) => void sent.push(...entries) },
    },
  });
  const runs: { readonly after: number; readonly event: unknown; readonly requestId: string }[] = [];
  function define(name: string, ...outcomes: readonly Outcome[]) {
    return functions.define(name, (event, { requestId }) => {
      runs.push({ after: agenda.now() - START, event, requestId });
      return Promise.resolve(outcomes[runs.length - 1] ?? outcomes.at(-1)!);
    });
  }
  return { agenda, functions, sent, runs, define, settle: () => agenda.settle(86_400_000) };
}

const FAILED: Outcome = { kind: 'threw', error: { name: 'Error', message: 'no', stack: 'Error: no\n    at handler' } };
const DONE: Outcome = { kind: 'returned', value: { ok: true } };
const PAYLOAD = '{"a":1}';

test('an event is answered before the code has run', async () => {
  const { functions, runs, define, settle } = lambda();
  define('deploy', DONE);
  expect(await functions.invoke('deploy', PAYLOAD, { type: 'Event' })).toMatchObject({ status: 202 });
  expect(runs).toEqual([]);
  await settle();
  expect(runs).toEqual([{ after: 0, event: { a: 1 }, requestId: expect.any(String) as string }]);
});

test('code that fails is run again after one minute and after two more, with the same request id', async () => {
  const { functions, runs, define, settle } = lambda();
  define('deploy', FAILED);
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs.map(({ after }) => after)).toEqual([0, 60_000, 180_000]);
  expect(new Set(runs.map(({ requestId }) => requestId)).size).toBe(1);
});

test('code that succeeds in the end is not run again', async () => {
  const { functions, runs, define, settle } = lambda();
  define('deploy', FAILED, DONE);
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs).toHaveLength(2);
});

test('each run is given an event of its own', async () => {
  const { functions, settle } = lambda();
  const seen: unknown[] = [];
  functions.define('deploy', (event) => {
    seen.push(structuredClone(event));
    (event as Record<string, unknown>)['a'] = 'changed';
    return Promise.resolve(FAILED);
  });
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(seen).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
});

test('the destination of failures is told what happened, in the words of AWS', async () => {
  const { functions, sent, runs, define, settle } = lambda();
  const called = define('deploy', FAILED);
  called.eventInvokeConfig = { onFailure: QUEUE, lastModified: START };
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(sent).toEqual([[QUEUE, { body: expect.any(String) as string }]]);
  const [[, { body }]] = sent as [[string, { body: string }]];
  expect(JSON.parse(body)).toEqual({
    version: '1.0',
    timestamp: '2026-01-15T09:33:00.000Z',
    requestContext: {
      requestId: runs[0]!.requestId,
      functionArn: `${FUNCTION}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { a: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'no', trace: ['Error: no', '    at handler'] },
  });
  expect(Object.keys(JSON.parse(body) as object)).toEqual([
    'version',
    'timestamp',
    'requestContext',
    'requestPayload',
    'responseContext',
    'responsePayload',
  ]);
});

test('the destination of successes is told of them, as a topic, a bus or another function', async () => {
  const { agenda, functions, sent, settle } = lambda();
  const called = functions.define('deploy', () => Promise.resolve(DONE));
  const heard: unknown[] = [];
  const listener = functions.define('listener', (event) => {
    heard.push(event);
    return Promise.resolve(DONE);
  });
  for (const onSuccess of [TOPIC, BUS, listener.arn]) {
    called.eventInvokeConfig = { onSuccess, lastModified: agenda.now() };
    await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
    await settle();
  }
  const record = expect.stringContaining('"condition":"Success","approximateInvokeCount":1') as string;
  expect(sent).toEqual([
    [TOPIC, { message: record }],
    {
      EventBusName: BUS,
      Source: 'lambda',
      DetailType: 'Lambda Function Invocation Result - Success',
      Resources: [BUS, `${FUNCTION}:$LATEST`],
      Detail: record,
    },
  ]);
  expect(heard).toEqual([expect.objectContaining({ responsePayload: { ok: true } })]);
});

test('the dead-letter queue gets the event itself, with three attributes', async () => {
  const { functions, sent, runs, define, settle } = lambda();
  define('deploy', FAILED).version().settings = { deadLetterTarget: QUEUE };
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(sent).toEqual([
    [
      QUEUE,
      {
        body: PAYLOAD,
        attributes: {
          RequestID: { dataType: 'String', value: runs[0]!.requestId },
          ErrorCode: { dataType: 'Number', value: '200' },
          ErrorMessage: { dataType: 'String', value: 'no' },
        },
      },
    ],
  ]);
});

test('an event grows too old to be run again', async () => {
  const { functions, sent, runs, define, settle } = lambda();
  define('deploy', FAILED).eventInvokeConfig = { maximumEventAge: 60, onFailure: QUEUE, lastModified: START };
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs).toHaveLength(2);
  expect(JSON.stringify(sent)).toContain('EventAgeExceeded');
});

test('a function that may not be retried is run once', async () => {
  const { functions, runs, define, settle } = lambda();
  define('deploy', FAILED).eventInvokeConfig = { maximumRetryAttempts: 0, lastModified: START };
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs).toHaveLength(1);
});

test('a throttled event waits ever longer, and its attempts are not counted', async () => {
  const { agenda, functions, runs, define, settle } = lambda();
  const called = define('deploy', DONE);
  called.family.reservedConcurrency = 1;
  called.family.running = 1;
  called.eventInvokeConfig = { onSuccess: QUEUE, lastModified: START };
  agenda.after(5_000, () => {
    called.family.running = 0;
  });
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs.map(({ after }) => after)).toEqual([7_000]);
});

test('a function that is let run nothing sends its events on at once', async () => {
  const { agenda, functions, sent, runs, define, settle } = lambda();
  const called = define('deploy', DONE);
  called.family.reservedConcurrency = 0;
  called.eventInvokeConfig = { onFailure: QUEUE, lastModified: START };
  await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
  await settle();
  expect(runs).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(agenda.now()).toBe(START);
});

test('a destination whose policy denies it to the role of the function is sent nothing, and one that is silent is', async () => {
  const role = 'arn:aws:iam::123456789012:role/deploy';
  const deny = (AWS: string) => [{ Effect: 'Deny', Principal: { AWS }, Action: '*', Resource: '*' }];
  for (const destination of [QUEUE, TOPIC, BUS]) {
    for (const [statements, count] of [
      [deny(role), 0],
      [deny(`${role}-other`), 1],
    ] as const) {
      const { functions, sent, define, settle } = lambda({ [destination]: statements });
      const called = define('deploy', DONE);
      called.eventInvokeConfig = { onSuccess: destination, lastModified: START };
      await functions.invoke('deploy', PAYLOAD, { type: 'Event' });
      await settle();
      expect(sent).toHaveLength(count);
    }
  }
});

test('where nobody waits for what an agenda begins, a runner that breaks is told of, and makes room for the next', async () => {
  const failures: unknown[] = [];
  const planned: (() => unknown)[] = [];
  const functions = openFunctions({
    scene: {
      account: '123456789012',
      region: 'us-east-2',
      random: seeded(7),
      agenda: {
        now: () => START,
        after: (_, action) => {
          planned.push(action);
          return () => {};
        },
        failed: (error) => failures.push(error),
      },
      permissions: openPermissions(),
    },
    neighbours: {
      queues: { policyOf: () => undefined, send: () => {} },
      topics: { policyOf: () => undefined, publish: () => {} },
      buses: {
        policyOf: () => ({ statements: undefined }),
        put: () => {
          throw new Error('the bus is broken');
        },
      },
    },
  });
  const { family } = functions.define('broken', () => Promise.reject(new Error('the runner is broken')));
  const done = functions.define('deploy', () => Promise.resolve({ outcome: DONE }));
  done.eventInvokeConfig = { onSuccess: BUS, lastModified: START };
  for (const name of ['broken', 'deploy']) await functions.invoke(name, PAYLOAD, { type: 'Event' });
  expect(planned.map((action) => action())).toEqual([undefined, undefined]);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(failures.map(String)).toEqual(['Error: the runner is broken', 'Error: the bus is broken']);
  expect([family.running, done.family.running]).toEqual([0, 0]);
});
