import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Milliseconds } from '../../clock.ts';
import type { Answer } from './door.ts';
import { refuseClient } from './refuse-client.ts';
import { respond } from './respond.ts';

/** The loopback door: an HTTP server on 127.0.0.1, for anything that reads `AWS_ENDPOINT_URL`. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** What to set `AWS_ENDPOINT_URL` to. */
  readonly url: string;
}

/** Where and how a listener listens. */
export interface Listening {
  /** Any free one unless told. */
  readonly port?: number;
  /** The loopback address unless told. */
  readonly host?: string;
  /** Whether the process lives as long as the listener; not unless told. */
  readonly stays?: boolean;
  /** How long a client may take to send one request; a minute unless told. */
  readonly patience?: Milliseconds;
  /** Which requests are handed on before their body is there: it may be larger than memory, and take longer than a client is waited for. */
  readonly asItComes?: (url: string) => boolean;
}

/** A server that takes sockets which another has accepted. */
interface Acceptor {
  emit(event: 'connection', socket: Socket): boolean;
  close(): unknown;
}

/** The first bytes of every HTTP/2 connection (RFC 9113, 3.4); no HTTP/1.1 request begins so. */
const PREFACE = 'PRI * HTTP/2.0';

/** An idle connection is closed after this long: longer than the longest poll, and than SDK clients keep one. */
const IDLE: Milliseconds = 120_000;

/** A whole request is sent within this time, or it never will be. */
const PATIENCE: Milliseconds = 60_000;

/** A thousand clients may knock at the same moment. */
const BACKLOG = 2048;

/** Opens the loopback door. HTTP/1.1 and cleartext HTTP/2 share the port: Kinesis clients speak nothing but HTTP/2. */
export async function listen(
  answer: Answer,
  { port: wanted = 0, host = '127.0.0.1', stays = false, patience = PATIENCE, asItComes }: Listening = {},
): Promise<Listener> {
  const sockets = new Set<Socket>();
  let http1: Acceptor | undefined;
  let http2: Acceptor | undefined;
  const how = { patience, asItComes };

  function openHttp1(): Acceptor {
    const options = {
      keepAliveTimeout: IDLE,
      headersTimeout: patience,
      requestTimeout: patience,
      connectionsCheckingInterval: Math.min(patience, 5_000),
    };
    const opened = process
      .getBuiltinModule('node:http')
      .createServer(options, (request, response) => respond(request, response, answer, how));
    opened.on('clientError', refuseClient);
    opened.timeout = IDLE;
    // It never listens itself, and looks for slow clients only once it does.
    opened.emit('listening');
    return opened;
  }

  function hand(socket: Socket, first: Buffer): void {
    // Each is loaded when somebody speaks it: the first 25 ms (its exports hold undici's), the second 10, and neither for most consumers.
    if (first.toString('latin1', 0, PREFACE.length) === PREFACE.slice(0, first.length)) {
      http2 ??= process
        .getBuiltinModule('node:http2')
        .createServer({ settings: { maxConcurrentStreams: 128 } }, (request, response) =>
          respond(request, response, answer, how),
        );
      // Its session takes what is buffered, and then the handle; the stream has to stay paused.
      http2.emit('connection', socket);
    } else {
      http1 ??= openHttp1();
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
    socket.setTimeout(IDLE, () => socket.destroy());
    // An idle client must not keep the process alive.
    if (!stays) socket.unref();
  });
  if (!stays) server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: wanted, host, backlog: BACKLOG }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      http1?.close();
      http2?.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
