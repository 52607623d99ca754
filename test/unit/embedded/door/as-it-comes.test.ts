import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from '../../../../src/embedded/door/listener.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/wire/http.ts';

const PATIENCE = 100;

/** A door that hands on what is sent to `/large`, and answers with how much that was. */
function openDoor(answer: (request: HttpRequest) => Promise<HttpResponse> = count) {
  return listen(answer, { patience: PATIENCE, asItComes: (url) => url === '/large' });
}

async function count({ incoming, body }: HttpRequest): Promise<HttpResponse> {
  let bytes = body.length;
  if (incoming !== undefined) for await (const part of incoming) bytes += part.length;
  return { status: 200, headers: {}, body: String(bytes) };
}

/** A connection, and all that has come of it. */
async function dial(url: string): Promise<{ socket: Socket; text: () => string; ended: Promise<void> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, text: () => text, ended };
}

const head = (path: string, length: number) =>
  `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`;

/** Sends a body drop by drop, for several times as long as a client is waited for. */
function drip(socket: Socket, drops: number): Promise<void> {
  return new Promise((resolve) => {
    let left = drops;
    const dripping = setInterval(() => {
      socket.write('a');
      left -= 1;
      if (left > 0) return;
      clearInterval(dripping);
      resolve();
    }, PATIENCE / 10);
  });
}

test('a body that is handed on as it comes may take longer than a client is waited for', async () => {
  await using door = await openDoor();
  const { socket, text } = await dial(door.url);
  socket.write(head('/large', 40));
  await drip(socket, 40);
  await expect.poll(text).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n40$/);
  socket.destroy();
});

test('any other body may not, on the same connection either', async () => {
  await using door = await openDoor();
  const { socket, text, ended } = await dial(door.url);
  socket.write(`${head('/large', 1)}a`);
  await expect.poll(text).toContain('200 OK');
  socket.write(head('/small', 1_000));
  const dripping = drip(socket, 40);
  await ended;
  expect(text()).toMatch(/HTTP\/1\.1 408 Request Timeout/);
  await dripping;
});

test('whoever is answered before the body is over can ask again once it is', async () => {
  await using door = await openDoor(async (request) => {
    if (request.url !== '/large') return await count(request);
    return { status: 413, headers: {}, body: 'enough' };
  });
  const { socket, text } = await dial(door.url);
  socket.write(`${head('/large', 500_000)}${'a'.repeat(1_000)}`);
  await expect.poll(text).toContain('enough');
  socket.write(`${'a'.repeat(499_000)}${head('/small', 3)}abc`);
  await expect.poll(text).toMatch(/200 OK[^]*\r\n\r\n3$/);
  socket.destroy();
});

test('a body of HTTP/2 is handed on, too', async () => {
  await using door = await openDoor();
  const client = connectHttp2(door.url);
  const stream = client.request({ ':method': 'PUT', ':path': '/large' });
  let text = '';
  stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
  stream.end('a'.repeat(100_000));
  await new Promise((resolve) => stream.once('close', resolve));
  client.destroy();
  expect(text).toBe('100000');
});

test('a request says where it comes from', async () => {
  const seen: (string | undefined)[] = [];
  await using door = await openDoor((request) => {
    seen.push(request.address);
    return count(request);
  });
  await fetch(`${door.url}/small`);
  await fetch(`${door.url}/large`, { method: 'PUT', body: 'a' });
  const client = connectHttp2(door.url);
  const stream = client.request({ ':path': '/small' });
  stream.resume();
  await new Promise((resolve) => stream.once('close', resolve));
  client.destroy();
  expect(seen).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
});
