import dgram from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { resolve4 } from 'node:dns/promises';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { exec, execFileSync, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import * as undici from 'undici';
import type { Handler } from '../../src/consumer/call-handler.ts';
import type { Invocation } from '../../src/consumer/consumer.ts';
import { type OpenConsumers, openConsumers } from '../../src/consumer/open-consumers.ts';
import { seeded } from '../../src/random.ts';

const moment = { at: 0, emittedAt: 0, rule: 'everything', eventId: '1' };

/** Opens code as the handler of a consumer called `probe`. */
function open(handler: Handler): Promise<OpenConsumers> {
  return openConsumers({
    specs: { probe: { handler: 'guard.test.ts#handler' } },
    root: import.meta.dirname,
    importModule: () => Promise.resolve({ handler }),
    account: '123456789012',
    region: 'us-east-2',
    start: 0,
    random: seeded(1),
  });
}

/** Invokes code as the handler of a consumer, once. */
async function invoke(handler: Handler): Promise<Invocation> {
  await using opened = await open(handler);
  return await opened.consumers.get('probe')!.invoke({}, moment);
}

function failure(emitter: { once(event: 'error', listener: (error: Error) => void): unknown }): Promise<Error> {
  return new Promise((resolve) => emitter.once('error', resolve));
}

/** The error, or the one that it wraps, that says what was refused. */
function refusedBy(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.name === 'NetworkRefusedError') return each.message;
  }
  return String(error);
}

async function thrown(code: () => unknown): Promise<unknown> {
  try {
    await code();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
}

const WAYS: Record<string, { address: string; out: () => Promise<unknown> }> = {
  fetch: { address: 'example.com:443', out: () => thrown(() => fetch('https://example.com/')) },
  'fetch in the clear': { address: 'example.com:80', out: () => thrown(() => fetch('http://example.com/')) },
  'node:http': { address: 'example.com:80', out: () => failure(http.get('http://example.com/')) },
  'node:https': { address: 'example.com:443', out: () => failure(https.get('https://example.com/')) },
  'the undici package, request': {
    address: 'example.com:443',
    out: () => thrown(() => undici.request('https://example.com/')),
  },
  'the undici package, fetch': {
    address: 'example.com:443',
    out: () => thrown(() => undici.fetch('https://example.com/')),
  },
  'node:http2': { address: 'example.com:443', out: () => failure(http2.connect('https://example.com')) },
  'node:http2 in the clear': { address: 'example.com:80', out: () => failure(http2.connect('http://example.com')) },
  'node:net': { address: 'example.com:5432', out: () => failure(net.connect(5432, 'example.com')) },
  'a socket of node:net': {
    address: '192.0.2.1:6379',
    out: () => failure(new net.Socket().connect({ host: '192.0.2.1', port: 6379 })),
  },
  'a socket that is written to at once': {
    address: 'example.com:6379',
    out: () => {
      const socket = net.connect(6379, 'example.com');
      socket.write('PING');
      return failure(socket);
    },
  },
  'node:tls': { address: 'example.com:8883', out: () => failure(tls.connect(8883, 'example.com')) },
  WebSocket: {
    address: 'example.com:443',
    out: () =>
      new Promise((resolve) => {
        new WebSocket('wss://example.com/').addEventListener('error', resolve);
      }),
  },
  'dns.lookup': { address: 'dns:example.com', out: () => thrown(() => promisify(dns.lookup)('example.com')) },
  'lookup, imported by name': {
    address: 'dns:example.com',
    out: () => new Promise((resolve) => lookup('example.com', resolve)),
  },
  'dns.resolve4': { address: 'dns:example.com', out: () => thrown(() => promisify(dns.resolve4)('example.com')) },
  'dns.promises': { address: 'dns:example.com', out: () => thrown(() => dns.promises.resolveMx('example.com')) },
  'resolve4 of node:dns/promises, imported by name': {
    address: 'dns:example.com',
    out: () => thrown(() => resolve4('example.com')),
  },
  'a resolver of its own': {
    address: 'dns:example.com',
    out: () => thrown(() => new dns.promises.Resolver().resolve4('example.com')),
  },
  'a datagram': {
    address: 'udp:192.0.2.1:8125',
    out: () =>
      new Promise((resolve) => {
        const socket = dgram.createSocket('udp4');
        socket.send('x:1|c', 8125, '192.0.2.1', (error) => {
          socket.close();
          resolve(error);
        });
      }),
  },
  'another port of this machine': { address: '127.0.0.1:1', out: () => failure(net.connect(1, '127.0.0.1')) },
  'the metadata of an instance': {
    address: '169.254.169.254:80',
    out: () => thrown(() => fetch('http://169.254.169.254/latest/meta-data/')),
  },
  'another process': { address: 'process:curl', out: () => thrown(() => spawn('curl', ['https://example.com'])) },
  'another process, through a shell': {
    address: 'process:/bin/sh',
    out: () => thrown(() => promisify(exec)('curl https://example.com')),
  },
  'another process, waited for': { address: 'process:curl', out: () => thrown(() => execFileSync('curl')) },
  'another thread': { address: 'thread:./worker.js', out: () => thrown(() => new Worker('./worker.js')) },
};

test.each(Object.entries(WAYS))(
  'a consumer does not get out by %s, even if it swallows the error',
  async (_, { address, out }) => {
    let error: unknown;
    const invocation = await invoke(async () => {
      error = await out();
      return 'swallowed';
    });
    expect(invocation.outcome).toEqual({ kind: 'returned', value: 'swallowed' });
    expect(invocation.refusals).toContainEqual({ address });
    expect(invocation.calls).toEqual([]);
    if (error instanceof Error)
      expect(refusedBy(error)).toContain(
        /^(process|thread):/.test(address)
          ? `Cannot start ${address.replace(':', ' ')}: consumers start none in a rehearsal`
          : `Cannot connect to ${address}: consumers do not reach the network in a rehearsal`,
      );
  },
);

const HARD_CODED = 'https://ecs.us-east-2.amazonaws.com/';
const UPDATE = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerServiceV20141113.UpdateService',
  },
  body: '{"service":"web"}',
} as const;

function viaNode(module: typeof http | typeof https, url: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = module.request(url, { method: UPDATE.method, headers: UPDATE.headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
    });
    request.on('error', reject).end(UPDATE.body);
  });
}

async function viaFetch(
  fetching: typeof fetch | typeof undici.fetch,
  url: string,
): Promise<{ status: number; body: unknown }> {
  const response = await (fetching as typeof fetch)(url, UPDATE);
  return { status: response.status, body: await response.json() };
}

function viaHttp2(url: string): Promise<{ status: number; body: unknown }> {
  const session = http2.connect(url);
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    const stream = session.request({ ':method': 'POST', ':path': '/', ...UPDATE.headers });
    let status = 0;
    let text = '';
    stream.on('response', (headers) => (status = headers[':status']!));
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    stream.on('end', () => {
      session.close();
      resolve({ status, body: JSON.parse(text) });
    });
    stream.on('error', reject).end(UPDATE.body);
  });
}

const ANSWERED: Record<string, () => Promise<{ status: number; body: unknown }>> = {
  'fetch, at a hard-coded endpoint': () => viaFetch(fetch, HARD_CODED),
  'fetch, in the clear': () => viaFetch(fetch, HARD_CODED.replace('https', 'http')),
  'node:https, at a hard-coded endpoint': () => viaNode(https, HARD_CODED),
  'node:http, at a hard-coded endpoint': () => viaNode(http, HARD_CODED.replace('https', 'http')),
  'the undici package, at a hard-coded endpoint': () => viaFetch(undici.fetch, HARD_CODED),
  'fetch, at the loopback listener': () => viaFetch(fetch, process.env['AWS_ENDPOINT_URL']!),
  'node:http, at the loopback listener': () => viaNode(http, process.env['AWS_ENDPOINT_URL']!),
  'the undici package, at the loopback listener': () => viaFetch(undici.fetch, process.env['AWS_ENDPOINT_URL']!),
  'node:http2, at the loopback listener': () => viaHttp2(process.env['AWS_ENDPOINT_URL']!),
};

test.each(Object.entries(ANSWERED))('a call to AWS by %s is answered and recorded', async (_, call) => {
  const invocation = await invoke(call);
  expect(invocation.outcome).toMatchObject({
    kind: 'returned',
    value: { status: 200, body: { service: { serviceName: 'web' } } },
  });
  expect(invocation.calls).toEqual([
    { service: 'ecs', operation: 'UpdateService', input: { service: 'web' }, answered: 'embedded' },
  ]);
  expect(invocation.refusals).toEqual([]);
});

test.each(Object.entries(ANSWERED))('calls by %s of invocations that overlap are told apart', async (_, call) => {
  await using opened = await open(call);
  const probe = opened.consumers.get('probe')!;
  const invocations = await Promise.all([1, 2, 3, 4].map(() => probe.invoke({}, moment)));
  expect(invocations.map(({ calls }) => calls.length)).toEqual([1, 1, 1, 1]);
  expect(opened.stray.calls).toEqual([]);
});

test('a socket file is no network, and is let be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ecreplay-'));
  const path = process.platform === 'win32' ? String.raw`\\.\pipe\ecreplay-guard` : join(folder, 'socket');
  const server = net.createServer((socket) => socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    const invocation = await invoke(async () => (await net.connect(path).toArray()).join(''));
    expect(invocation).toMatchObject({ outcome: { kind: 'returned', value: 'hello' }, refusals: [] });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});

test('HTTP/2 to a hard-coded endpoint of AWS is refused at once and says where it can go', async () => {
  const invocation = await invoke(
    async () => (await failure(http2.connect('https://kinesis.us-east-2.amazonaws.com'))).message,
  );
  expect(invocation.outcome).toMatchObject({ kind: 'returned', value: expect.stringContaining('AWS_ENDPOINT_URL') });
  expect(invocation.refusals).toEqual([{ address: 'kinesis.us-east-2.amazonaws.com:443' }]);
});

test('what is not HTTP does not get out at a hard-coded endpoint of AWS either', async () => {
  const invocation = await invoke(async () => {
    const socket = net.connect(443, 'iot.us-east-2.amazonaws.com');
    socket.write(Buffer.from([0x10, 0x0c, 0, 4, 0x4d, 0x51, 0x54, 0x54]));
    return refusedBy(await failure(socket));
  });
  expect(invocation.outcome).toMatchObject({
    kind: 'returned',
    value: expect.stringContaining('iot.us-east-2.amazonaws.com:443'),
  });
  expect(invocation.refusals).toEqual([{ address: 'iot.us-east-2.amazonaws.com:443' }]);
});
