import { describe, expect, test } from 'vitest';
import { connect } from 'node:net';
import { connect as connectHttp2 } from 'node:http2';
import { send, serve } from './clients.ts';

/** Sends bytes, and gives what comes back until the connection is closed. */
function exchange(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
  });
}

describe('a request is let in', () => {
  test.for([
    'localhost',
    'localhost:4577',
    'LOCALHOST:4577',
    'localhost.',
    'localhost.:4577',
    'sqs.localhost:4577',
    '127.0.0.1',
    '127.8.9.10:80',
    '[::1]',
    '[::1]:4577',
    '[0:0:0:0:0:0:0:1]:4577',
    '[::ffff:127.0.0.1]:4577',
  ])('under the name %s', async (host) => {
    await using server = await serve();
    expect((await send(server.url, { headers: { host } })).status).toBe(400);
  });

  test('under any address where all addresses are listened on, but under no name', async () => {
    await using server = await serve({ host: '0.0.0.0' });
    expect((await send(server.url, { headers: { host: '192.0.2.7:4577' } })).status).toBe(400);
    expect((await send(server.url, { headers: { host: '[2001:db8::7]:4577' } })).status).toBe(400);
    expect((await send(server.url, { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  test('when somebody has typed its URL', async () => {
    await using server = await serve();
    expect((await send(server.url, { headers: { 'sec-fetch-site': 'none' } })).status).toBe(400);
  });
});

describe('a request is turned away', () => {
  test.for([
    'evil.example',
    'evil.example.',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.1.evil.example:4577',
    'localhost@evil.example',
    'localhost:80:80',
    'notlocalhost',
    '127.0.0.256',
    '127.0.0',
    '192.0.2.7',
    '[2001:db8::7]:4577',
    '[::ffff:192.0.2.7]',
    '[::1%25lo]',
    '[::1%lo]',
    '[evil.example]',
  ])('under the name "%s"', async (host) => {
    await using server = await serve();
    const answer = await send(server.url, { headers: { host } });
    expect([answer.status, server.told]).toEqual([403, []]);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: 'AccessDeniedException' });
  });

  test.for<[string, object]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['this very origin: no page of ours exists', { origin: 'http://localhost:4577', 'sec-fetch-site': 'same-origin' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['a page that embeds an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a page that an old browser tells of', { referer: 'http://evil.example/' }],
  ])('from %s', async ([, headers]) => {
    await using server = await serve();
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const answer = await send(server.url, { method, headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('before a preflight, also one for a private network', async () => {
    await using server = await serve();
    for (const headers of [{}, { 'access-control-request-private-network': 'true', origin: 'https://evil.example' }]) {
      const answer = await send(server.url, { method: 'OPTIONS', headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('from a page that opens a WebSocket', async () => {
    await using server = await serve();
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\n';
    expect(await exchange(server.url, `GET / HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\n/,
    );
  });

  test('that takes us for a proxy to somebody else', async () => {
    await using server = await serve();
    expect(await exchange(server.url, 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\n/,
    );
    expect(await exchange(server.url, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('');
  });

  test('that names no host at all', async () => {
    await using server = await serve();
    expect(await exchange(server.url, 'POST / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(await exchange(server.url, 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('under a foreign name in HTTP/2 too', async () => {
    await using server = await serve();
    const client = connectHttp2(server.url);
    const status = await new Promise((resolve) => {
      client.request({ ':authority': 'evil.example' }).on('response', (headers) => resolve(headers[':status']));
    });
    client.destroy();
    expect(status).toBe(403);
  });
});
