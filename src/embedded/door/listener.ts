import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { HttpRequest } from '../../wire/http.ts';
import type { Answer, Origin } from './door.ts';

/** The loopback door: an HTTP server on 127.0.0.1, for anything that reads `AWS_ENDPOINT_URL`. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** What to set `AWS_ENDPOINT_URL` to. */
  readonly url: string;
}

/** What the requests of both versions of HTTP have in common. */
interface Incoming extends Readable {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of HTTP/2 only. */
  readonly stream?: {
    readonly id?: number | undefined;
    readonly session?: { readonly socket: { readonly remotePort?: number | undefined } } | undefined;
  };
}

interface Outgoing extends Writable {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
}

/** A server that takes sockets which another has accepted. */
interface Acceptor {
  emit(event: 'connection', socket: Socket): boolean;
}

/** The first bytes of every HTTP/2 connection (RFC 9113, 3.4); no HTTP/1.1 request begins so. */
const PREFACE = 'PRI * HTTP/2.0';

/** Opens the loopback door. HTTP/1.1 and cleartext HTTP/2 share the port: Kinesis clients speak nothing but HTTP/2. */
export async function listen(answer: Answer): Promise<Listener> {
  const sockets = new Set<Socket>();
  let http1: Acceptor | undefined;
  let http2: Acceptor | undefined;

  function hand(socket: Socket, first: Buffer): void {
    // Each is loaded when somebody speaks it: the first 25 ms (its exports hold undici's), the second 10, and neither for most consumers.
    if (first.toString('latin1', 0, PREFACE.length) === PREFACE.slice(0, first.length)) {
      http2 ??= process
        .getBuiltinModule('node:http2')
        .createServer((request, response) => respond(request, response, answer));
      // Its session takes what is buffered, and then the handle; the stream has to stay paused.
      http2.emit('connection', socket);
    } else {
      http1 ??= process
        .getBuiltinModule('node:http')
        .createServer((request, response) => respond(request, response, answer));
      http1.emit('connection', socket);
      socket.resume();
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      hand(socket, first);
    });
    // An idle client must not keep the process alive.
    socket.unref();
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(request: Incoming, response: Outgoing, answer: Answer): void {
  const body: Uint8Array[] = [];
  request.on('data', (chunk: Uint8Array) => body.push(chunk));
  // A client that hangs up half-way gets no answer; there is nobody to tell.
  request.on('error', () => response.destroy());
  // Nothing awaits this: a defect of ours goes up as an unhandled rejection.
  request.on('end', () => void reply(request, Buffer.concat(body), response, answer));
}

async function reply(request: Incoming, body: Uint8Array, response: Outgoing, answer: Answer): Promise<void> {
  try {
    const answered = await answer(toRequest(request, body), originOf(request));
    const bytes = typeof answered.body === 'string' ? Buffer.from(answered.body) : answered.body;
    response.writeHead(answered.status, { ...answered.headers, 'content-length': bytes.length });
    response.end(bytes);
  } catch (defect) {
    response.destroy();
    throw defect;
  }
}

function toRequest(request: Incoming, body: Uint8Array): HttpRequest {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  // HTTP/2 has no Host header.
  headers['host'] ??= headers[':authority'];
  return { method: request.method ?? 'GET', url: request.url ?? '/', headers, body };
}

function originOf(request: Incoming): Origin {
  const { stream } = request;
  return stream === undefined ? {} : { stream: `${stream.session?.socket.remotePort ?? 0}/${stream.id ?? 0}` };
}
