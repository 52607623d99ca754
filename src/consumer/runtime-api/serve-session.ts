import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Thrown } from '../consumer.ts';
import type { Extensions, Told } from './extensions.ts';
import type { Session, Task } from './session.ts';
import { answered, MOST_BYTES, reported, TOO_LARGE } from './wording.ts';

/** What a process is told of itself and others. */
export interface Front {
  readonly session: Session;
  readonly extensions: Extensions;
  /** Told of an address that the process wanted to reach beyond this machine. */
  refused(address: string): void;
  /** Told of what a process does that Lambda refuses, and that nobody else would hear of. */
  readonly complained: (error: Thrown) => void;
}

/** The Runtime API of one process, on a port of its own. */
export interface RuntimeApi extends AsyncDisposable {
  /** What `AWS_LAMBDA_RUNTIME_API` is. */
  readonly address: string;
}

const NEXT = '/2018-06-01/runtime/invocation/next';
const ANSWER = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;
const INIT_ERROR = '/2018-06-01/runtime/init/error';
const ERROR_TYPE = 'lambda-runtime-function-error-type';

/**
 * Serves Lambda's Runtime API to one process. The same port is its proxy, to which HTTP clients of most languages turn for whatever is not on
 * this machine: all of that is refused.
 */
export async function serveSession(front: Front): Promise<RuntimeApi> {
  // Who waits for an event waits for as long as it takes.
  const options = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true };
  const server: Server = process
    .getBuiltinModule('node:http')
    .createServer(options, (request, response) => route(front, request, response));
  server.timeout = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    socket.unref();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    front.refused(request.url ?? '');
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  server.unref();
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function route(front: Front, request: IncomingMessage, response: ServerResponse): void {
  const { url = '', method = '' } = request;
  if (url === NEXT && method === 'GET') return next(front, response);
  const [, requestId, how] = ANSWER.exec(url) ?? [];
  if (requestId !== undefined && method === 'POST') return take(front, { requestId, how }, request, response);
  if (url === INIT_ERROR && method === 'POST') {
    return withBody(request, (body) => {
      front.session.failInit(reported(body, header(request, ERROR_TYPE)));
      accept(response);
    });
  }
  if (/^https?:\/\//.test(url)) {
    front.refused(URL.parse(url)?.host ?? url);
    request.resume();
    return say(response, 403, 'AccessDenied', 'No consumer reaches what is beyond this machine');
  }
  return withBody(request, (body) => {
    const told = front.extensions.answer({ method, url, headers: request.headers, body });
    if (told === undefined) return say(response, 404, 'NotFound', `There is no ${method} ${url}`);
    void pass(told, response);
  });
}

function next({ session, complained }: Front, response: ServerResponse): void {
  const waiting = {
    hand: ({ headers, body }: Task) => {
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        ...headers(),
      });
      response.end(body);
    },
  };
  if (session.ask(waiting)) {
    response.once('close', () => session.leave(waiting));
    return;
  }
  const message = 'it asks for its next event and has not answered the last one';
  complained({ name: 'Runtime.InvalidStateTransition', message });
  say(response, 403, 'InvalidStateTransition', message);
}

function take(
  { session, complained }: Front,
  { requestId, how }: { readonly requestId: string; readonly how: string | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  withBody(request, (body, isCut) => {
    const reception = session.expects(requestId);
    if (reception === 'unknown') return say(response, 400, 'InvalidRequestID', 'Invalid request ID');
    if (reception === 'twice') {
      const message = `it answers invocation ${requestId} a second time`;
      complained({ name: 'Runtime.InvalidStateTransition', message });
      return say(response, 403, 'InvalidStateTransition', message);
    }
    if (isCut) say(response, 413, 'RequestEntityTooLarge', 'Exceeded maximum allowed payload size (6291556 bytes).');
    else accept(response);
    session.answer(isCut ? TOO_LARGE : outcomeOf(how, body, request));
  });
}

/** What a body means. A response that is streamed may still fail: it then says so behind its last byte. */
function outcomeOf(how: string | undefined, body: string, request: IncomingMessage): ReturnType<typeof answered> {
  if (how === 'error') return { kind: 'threw', error: reported(body, header(request, ERROR_TYPE)) };
  const failed = request.trailers[ERROR_TYPE];
  if (failed === undefined) return answered(body);
  const text = request.trailers['lambda-runtime-function-error-body'] ?? '';
  return { kind: 'threw', error: reported(Buffer.from(text, 'base64').toString(), failed) };
}

/** Reads a body to its end, but no more of it than Lambda takes. A client that hangs up half-way has said nothing. */
function withBody(request: IncomingMessage, use: (body: string, isCut: boolean) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.on('error', () => request.destroy());
  request.on('end', () => use(Buffer.concat(chunks).toString(), bytes > MOST_BYTES));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function pass(told: Promise<Told>, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await told;
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body);
}

function accept(response: ServerResponse): void {
  response.writeHead(202, ACCEPTED);
  response.end(OK);
}

const OK = '{"status":"OK"}\n';
const ACCEPTED = { 'Content-Type': 'application/json', 'Content-Length': OK.length };

function say(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  const text = JSON.stringify({ errorType, errorMessage });
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
