import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { json, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Handler } from '../../../src/consumer/call-handler.ts';
import type { HandlerSpec, Invocation } from '../../../src/consumer/consumer.ts';
import { openConsumers, type OpenConsumers } from '../../../src/consumer/open-consumers.ts';
import { seeded } from '../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START, emittedAt: START, rule: 'pushes', eventId: 'e1' };

function open(handler: Handler, spec: Partial<HandlerSpec>): Promise<OpenConsumers> {
  return openConsumers({
    specs: { notifier: { ...spec, handler: 'notifier.ts#handler' } },
    root: '/',
    importModule: () => Promise.reject(new Error('There is nothing to import')),
    handlers: new Map([['notifier', handler]]),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
  });
}

async function invoke(handler: Handler, spec: Partial<HandlerSpec> = {}): Promise<Invocation> {
  await using opened = await open(handler, spec);
  return await opened.consumers.get('notifier')!.invoke({}, moment);
}

/** What a client of `node:http` or `node:https` is answered. */
function answered(request: ReturnType<typeof requestHttp>, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.on('response', (response) => void json(response).then(resolve, reject));
    request.on('error', reject);
    request.end(body);
  });
}

const HOOK = 'https://hooks.example.com/services/T1';

test.for<[client: string, url: string, send: (url: string) => Promise<unknown>]>([
  [
    'fetch',
    HOOK,
    async (url) => {
      const response = await fetch(url, { method: 'POST', body: 'hello', headers: { 'idempotency-key': 'k' } });
      return await response.json();
    },
  ],
  [
    'node:https',
    HOOK,
    (url) => answered(requestHttps(url, { method: 'POST', headers: { 'idempotency-key': 'k' } }), 'hello'),
  ],
  [
    'node:http',
    'http://localhost:8125/v1',
    (url) => answered(requestHttp(url, { method: 'POST', headers: { 'idempotency-key': 'k' } }), 'hello'),
  ],
  [
    'undici',
    HOOK,
    async (url) => {
      const { request } = await import('undici');
      const { body } = await request(url, { method: 'POST', body: 'hello', headers: { 'idempotency-key': 'k' } });
      return await body.json();
    },
  ],
])('a request of %s is answered and noted', async ([, url, send]) => {
  const invocation = await invoke(() => send(url), { answers: { [url]: { status: 201, body: { ok: true } } } });
  expect(invocation).toMatchObject({ outcome: { kind: 'returned', value: { ok: true } }, refusals: [] });
  expect(invocation.requests).toEqual([
    { method: 'POST', url, after: 0, status: 201, body: 'hello', idempotencyKey: 'k' },
  ]);
});

test('requests and AWS calls tell their order', async () => {
  const { calls, requests } = await invoke(
    async () => {
      await fetch(HOOK);
      await new ECSClient({}).send(new UpdateServiceCommand({ service: 'web' }));
      await fetch(HOOK, { method: 'PUT' });
    },
    { answers: { [HOOK]: { status: 200 } } },
  );
  expect(calls).toHaveLength(1);
  expect(requests?.map(({ method, after }) => [method, after])).toEqual([
    ['GET', 0],
    ['PUT', 1],
  ]);
});

test('the first answer whose method and URL fit is given, one after the other of a list, and then the last', async () => {
  const { outcome } = await invoke(
    async () => {
      const seen: unknown[] = [];
      for (const method of ['POST', 'POST', 'POST', 'GET']) {
        const response = await fetch(`${HOOK}?x=1`, { method, redirect: 'manual' });
        seen.push([response.status, response.headers.get('x-seen')]);
      }
      return seen;
    },
    {
      answers: {
        'POST https://hooks.example.com/*': ['throttled', { status: 200, headers: { 'X-Seen': 1 } }],
        'https://*.com/*': { status: 302, headers: { Location: '/' } },
        [`${HOOK}?x=1`]: { status: 404 },
      },
    },
  );
  expect(outcome).toEqual({
    kind: 'returned',
    value: [
      [429, null],
      [200, '1'],
      [200, '1'],
      [302, null],
    ],
  });
});

test('what nothing answers is refused and noted, also at a host of which something else is answered', async () => {
  const { outcome, requests, refusals } = await invoke(
    async () => {
      const failures: unknown[] = [];
      for (const url of ['https://api.example.com/v1', 'https://hooks.example.com/other'])
        failures.push(await fetch(url).catch(String));
      return failures;
    },
    { answers: { [HOOK]: { status: 200 } } },
  );
  expect(outcome).toEqual({ kind: 'returned', value: ['TypeError: fetch failed', 'TypeError: fetch failed'] });
  expect(refusals).toEqual([{ address: 'api.example.com:443' }, { address: 'hooks.example.com:443' }]);
  expect(requests).toEqual([
    { method: 'GET', url: 'https://api.example.com/v1', after: 0, refused: true },
    { method: 'GET', url: 'https://hooks.example.com/other', after: 0, refused: true },
  ]);
});

test('an answer may be a connection that ends, or none at all until the time is up', async () => {
  const answers = { [HOOK]: ['connectionReset', 'timeout'] };
  const { outcome, requests } = await invoke(
    async () => {
      await fetch(HOOK).catch(() => undefined);
      await fetch(HOOK);
    },
    { answers, timeout: '1s' },
  );
  expect(outcome).toEqual({ kind: 'timed-out', after: 1_000 });
  expect(requests?.map(({ lost }) => lost)).toEqual(['reset', 'silence']);
});

test('of a body its beginning is kept', async () => {
  const { requests } = await invoke(
    async () => await text((await fetch(HOOK, { method: 'POST', body: 'x'.repeat(100_000) })).body!),
    { answers: { [HOOK]: { status: 200, body: 'thanks' } } },
  );
  expect(requests?.[0]?.body).toBe('x'.repeat(8_192));
});

test('a request that nobody waited for is noted all the same', async () => {
  await using opened = await open(
    () => {
      setImmediate(() => void fetch(HOOK));
      return Promise.resolve('done');
    },
    { answers: { [HOOK]: { status: 200 } } },
  );
  const invocation = await opened.consumers.get('notifier')!.invoke({}, moment);
  await opened.rest();
  expect(invocation.requests).toMatchObject([{ url: HOOK, status: 200 }]);
});

test.for<[answer: unknown, fault: string]>([
  ['throtled', '"throtled" is no failure of an HTTP request'],
  [{ status: 99 }, 'its status is a number from 200 to 599'],
  [{ status: 200, header: {} }, '"header" is no member of { status, headers, body }'],
  [[], 'the list is empty'],
  [{ status: 200, headers: 'x' }, 'its headers are a mapping'],
  [7, 'an HTTP request is answered { status, headers, body }'],
])('%j is refused as an answer', async ([answer, fault]) => {
  await expect(invoke(() => undefined, { answers: { [HOOK]: answer } })).rejects.toThrow(fault);
});
