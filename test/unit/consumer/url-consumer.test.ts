import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { embeddedBus } from '../../../src/bus/embedded.ts';
import type { Invocation, UrlSpec } from '../../../src/consumer/consumer.ts';
import { openConsumers } from '../../../src/consumer/open-consumers.ts';
import { configFaults } from '../../../src/rehearse/config-faults.ts';
import { seeded } from '../../../src/random.ts';
import type { Target } from '../../../src/rule/rule.ts';
import { imageAction } from '../timeline/deliveries.ts';

// Whatever keeps queues is loaded late, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const START = Date.parse('2026-01-15T09:30:00Z');

interface Received {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  readonly body: unknown;
}

/** A webhook that answers these statuses, one after another, and the last of them from then on. */
async function webhook(...statuses: readonly number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ request: { method, url, headers }, body: JSON.parse(text) });
      response.writeHead(statuses[Math.min(received.length, statuses.length) - 1] ?? 200).end('noted');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Delivers one event to a webhook, and lets everything that comes of it happen. */
async function deliver(spec: UrlSpec, target: Partial<Target> = {}): Promise<readonly Invocation[]> {
  const { invocations } = await deliverAnd(spec, target, () => Promise.resolve());
  return invocations;
}

async function deliverAnd(
  spec: UrlSpec,
  target: Partial<Target>,
  then: (opened: Awaited<ReturnType<typeof openConsumers>>) => Promise<void>,
) {
  await using opened = await openConsumers({
    specs: { hook: spec },
    root: import.meta.dirname,
    importModule: () => Promise.reject(new Error('Nothing is to be imported')),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
  });
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'hook', ...target }] }];
  const bus = embeddedBus(rules, opened.consumers, opened);
  const event = imageAction('1.0.0');
  const { invocations } = await bus.deliver({ at: START, emittedAt: START, event, reaches: 'enabled', faults: [] });
  await bus.settle();
  await then(opened);
  return { invocations, event };
}

test('a webhook is sent the event as an API destination is', async () => {
  await using hook = await webhook(200);
  const spec = { url: hook.url, headers: { 'X-Api-Key': 'k' } };
  const { invocations, event } = await deliverAnd(spec, {}, () => Promise.resolve());
  expect(hook.received).toMatchObject([
    {
      request: {
        method: 'POST',
        url: '/hook',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Amazon/EventBridge/ApiDestinations',
          'x-api-key': 'k',
        },
      },
      body: event,
    },
  ]);
  expect(invocations).toMatchObject([
    { consumer: 'hook', rule: 'pushes', eventId: event.id, outcome: { kind: 'returned', value: { status: 200 } } },
  ]);
});

test('a webhook is called again, later and later, until it takes the event', async () => {
  await using hook = await webhook(503, 429, 401, 200);
  const invocations = await deliver({ url: hook.url });
  expect(invocations.map(({ outcome }) => outcome)).toEqual([
    { kind: 'threw', error: { name: 'ERROR_FROM_TARGET', message: 'The endpoint answered 503', retriable: true } },
    { kind: 'threw', error: { name: 'THROTTLING', message: 'The endpoint answered 429', retriable: true } },
    { kind: 'threw', error: { name: 'ERROR_FROM_TARGET', message: 'The endpoint answered 401', retriable: true } },
    { kind: 'returned', value: { status: 200, body: 'noted' } },
  ]);
  const gaps = invocations.slice(1).map(({ at }, index) => at - invocations[index]!.at);
  expect(gaps[0]).toBeGreaterThanOrEqual(500);
  expect(gaps[2]).toBeGreaterThan(gaps[0]!);
});

test('a webhook that says the event is wrong is not called again', async () => {
  await using hook = await webhook(400);
  expect(await deliver({ url: hook.url })).toMatchObject([{ outcome: { kind: 'threw', error: { retriable: false } } }]);
});

test('the retry policy of the target holds, and what cannot be delivered goes to its dead-letter queue', async () => {
  await using hook = await webhook(500);
  const target = { retryPolicy: { maximumRetryAttempts: 2 }, deadLetterConfig: { arn: 'undeliverable' } };
  const letters: unknown[] = [];
  const { invocations } = await deliverAnd({ url: hook.url }, target, async (opened) => {
    const { queues } = opened.estate;
    const { arn } = queues.named('undeliverable');
    letters.push(...(await queues.receive(arn, { most: 10, visibility: 0, wait: 0 })));
  });
  expect(invocations).toHaveLength(3);
  expect(letters).toHaveLength(1);
});

test('a webhook that nobody listens for fails as a connection', async () => {
  const { url } = await webhook(200).then(async (hook) => {
    await hook[Symbol.asyncDispose]();
    return hook;
  });
  const [first] = await deliver({ url }, { retryPolicy: { maximumRetryAttempts: 0 } });
  expect(first).toMatchObject({ outcome: { kind: 'threw', error: { name: 'CONNECTION_FAILURE' } } });
});

test.each([
  ['http://example.com/hook', 'is "http://example.com/hook", wanted the address of an endpoint on this machine'],
  ['127.0.0.1:3000', 'is "127.0.0.1:3000", wanted the address of an endpoint on this machine'],
])('a webhook that is not on this machine (%s) is refused', (url, words) => {
  expect(configFaults({ consumers: { hook: { url } } })).toMatchObject([
    { path: 'consumers.hook.url', words: expect.stringContaining(words) },
  ]);
});

test.each([
  [{ command: [] }, 'consumers.deployer.command'],
  [{ command: 'python3 app.py' }, 'consumers.deployer.command'],
  [{ command: ['python3'], start: 'hot' }, 'consumers.deployer.start'],
  [{ command: ['python3'], handler: 'a#b' }, 'consumers.deployer.handler'],
])('a command that is described wrongly (%j) is refused at its member', (spec, path) => {
  expect(configFaults({ consumers: { deployer: spec } })).toMatchObject([{ path }]);
});

test.each([
  [{ comand: ['python3'] }, 'does not say what it is, did you mean "command"'],
  [{}, 'does not say what it is, wanted one of handler, command, queue, url, image'],
  ['src/deployer.ts#handler', 'is "src/deployer.ts#handler", wanted an object'],
])('a consumer of no known kind (%j) is told which there are', (spec, words) => {
  expect(configFaults({ consumers: { deployer: spec } })).toEqual([{ path: 'consumers.deployer', words }]);
});
