import type { Readable, Writable } from 'node:stream';
import type { Milliseconds } from '../../clock.ts';
import type { HttpRequest } from '../../wire/http.ts';
import type { Answer, Origin } from './door.ts';
import { Burden } from './load.ts';

/** What the requests of both versions of HTTP have in common. */
export interface Incoming extends Readable {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of HTTP/1.1 the connection, of HTTP/2 the stream. */
  readonly socket: { destroy(): unknown; readonly remoteAddress?: string | undefined };
  /** Of HTTP/2 only. */
  readonly stream?: {
    readonly id?: number | undefined;
    readonly session?:
      | {
          readonly socket: {
            readonly remotePort?: number | undefined;
            readonly remoteAddress?: string | undefined;
          };
        }
      | undefined;
  };
}

/** What the answers of both versions of HTTP have in common. */
export interface Outgoing extends Writable {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
}

/** How requests are read. */
export interface Reading {
  readonly patience: Milliseconds;
  /** See `Listening`. */
  readonly asItComes: ((url: string) => boolean) | undefined;
}

/** Connections on which a body is handed on as it comes. */
const flowing = new WeakSet<object>();

/** Whether a connection's request may take its time. */
export function takesItsTime(connection: object): boolean {
  return flowing.has(connection);
}

/**
 * Reads a request and sends what it is answered. Where too much is in memory already it is not read into it any further: what is
 * answered then is a request that has been cut. Who takes longer than `patience` to send a request is left.
 */
export function respond(request: Incoming, response: Outgoing, answer: Answer, { patience, asItComes }: Reading): void {
  // In HTTP/2 each stream has a socket of its own.
  const burden = new Burden(request.stream?.session ?? request.socket);
  const onceGone = (gone: () => void): void => void response.once('close', gone);
  if (asItComes?.(request.url ?? '') === true) {
    // Who wants no more of it may still want to answer.
    const incoming = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    return handOn({ ...toRequest(request, NOTHING), incoming, onceGone }, request, response, answer, burden);
  }
  let body: Uint8Array[] = [];
  let cut: HttpRequest['cut'];
  let whole = false;
  // Of HTTP/1.1 requests the server itself sees to that.
  const late = request.stream && setTimeout(() => response.destroy(), patience).unref();

  request.on('data', (chunk: Uint8Array) => {
    if (cut !== undefined) return;
    const taken = burden.take(chunk.length);
    if (taken === 'taken') body.push(chunk);
    else {
      cut = taken;
      body = [];
    }
  });
  // A client that hangs up half-way gets no answer; there is nobody to tell.
  request.on('error', () => response.destroy());
  request.on('close', () => {
    clearTimeout(late);
    if (!whole) burden.lift();
  });
  request.on('end', () => {
    whole = true;
    clearTimeout(late);
    const bytes = body.length === 1 ? body[0]! : Buffer.concat(body);
    body = [];
    const read = {
      ...toRequest(request, bytes),
      ...(cut !== undefined && { cut }),
      onceGone,
    };
    // Nothing awaits this: a defect of ours goes up as an unhandled rejection.
    void reply(read, originOf(request), response, answer, burden);
  });
  if (burden.isTooMuch) request.socket.destroy();
}

/** Waits until more can be written, or nobody is there to be written to. */
function drained(response: Outgoing): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      response.off('drain', goOn).off('close', goOn);
      resolve();
    };
    response.once('drain', goOn).once('close', goOn);
  });
}

/** Has a request answered while its body comes. */
function handOn(read: HttpRequest, request: Incoming, response: Outgoing, answer: Answer, burden: Burden): void {
  const { socket } = request;
  if (burden.isTooMuch) socket.destroy();
  flowing.add(socket);
  // Whoever reads the body hears of it; who has read enough of it does not care.
  request.on('error', () => response.destroy());
  void reply(read, originOf(request), response, answer, burden).finally(() => {
    flowing.delete(socket);
    // What nobody wanted stands before the next request.
    request.resume();
  });
}

async function reply(
  request: HttpRequest,
  origin: Origin,
  response: Outgoing,
  answer: Answer,
  burden: Burden,
): Promise<void> {
  try {
    const { status, headers, body, flow, lost } = await answer(request, origin);
    if (lost !== undefined) {
      // Of HTTP/1.1 the connection ends, of HTTP/2 the stream.
      (response as { readonly socket?: { destroy(): unknown } | null }).socket?.destroy();
      response.destroy();
      return;
    }
    if (flow !== undefined) return await pour(flow, () => response.writeHead(status, headers), response);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    if (response.destroyed) return;
    // The answer to a HEAD says how long the object is, and has none of it.
    response.writeHead(status, { 'content-length': bytes.length, ...headers });
    response.end(bytes);
  } catch (defect) {
    response.destroy();
    throw defect;
  } finally {
    burden.lift();
  }
}

/** Sends what comes as it comes, until there is no more or the client has gone. */
async function pour(flow: AsyncIterable<Uint8Array>, begin: () => void, response: Outgoing): Promise<void> {
  const parts = flow[Symbol.asyncIterator]();
  const leave = (): void => void parts.return?.();
  response.once('close', leave);
  if (response.destroyed) return leave();
  begin();
  for (let part = await parts.next(); part.done !== true; part = await parts.next()) {
    if (response.destroyed) return;
    if (!response.write(part.value)) await drained(response);
  }
  response.end();
}

const NOTHING = new Uint8Array();

function toRequest(
  { method = 'GET', url = '/', headers: given, stream, socket }: Incoming,
  body: Uint8Array,
): HttpRequest {
  const headers: Record<string, string | undefined> = {};
  for (const name in given) {
    const value = given[name];
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  // HTTP/2 has no Host header.
  headers['host'] ??= headers[':authority'];
  const address = stream === undefined ? socket.remoteAddress : stream.session?.socket.remoteAddress;
  return { method, url, headers, body, address };
}

function originOf({ stream }: Incoming): Origin {
  return stream === undefined ? {} : { stream: `${stream.session?.socket.remotePort ?? 0}/${stream.id ?? 0}` };
}
