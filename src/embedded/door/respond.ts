import type { Readable, Writable } from 'node:stream';
import type { HttpRequest } from '../../wire/http.ts';
import type { Answer, Origin } from './door.ts';

/** What the requests of both versions of HTTP have in common. */
export interface Incoming extends Readable {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** One connection, whatever the version. */
  readonly socket: object;
  /** Of HTTP/2 only. */
  readonly stream?: {
    readonly id?: number | undefined;
    readonly session?: { readonly socket: { readonly remotePort?: number | undefined } } | undefined;
  };
}

/** What the answers of both versions of HTTP have in common. */
export interface Outgoing extends Writable {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
}

/** No request of an embedded service is larger: PutRecords of Kinesis takes 10 MB, which JSON carries as base64. */
const CONNECTION_LIMIT = 16_777_216;

/** How many bytes of requests each connection has in memory. */
const held = new WeakMap<object, number>();

/**
 * Reads a request and sends what it is answered. A connection that has too much in memory is not read into it any further: what is
 * answered then is a request that has been cut.
 */
export function respond(request: Incoming, response: Outgoing, answer: Answer): void {
  const { socket } = request;
  let body: Uint8Array[] = [];
  let size = 0;
  let cut = false;

  function release(): void {
    held.set(socket, (held.get(socket) ?? size) - size);
    size = 0;
  }

  request.on('data', (chunk: Uint8Array) => {
    if (cut) return;
    const all = (held.get(socket) ?? 0) + chunk.length;
    if (all > CONNECTION_LIMIT) {
      cut = true;
      body = [];
      release();
      return;
    }
    held.set(socket, all);
    size += chunk.length;
    body.push(chunk);
  });
  // A client that hangs up half-way gets no answer; there is nobody to tell.
  request.on('error', () => response.destroy());
  request.on('close', release);
  request.on('end', () => {
    const whole = body.length === 1 ? body[0]! : Buffer.concat(body);
    // Nothing awaits this: a defect of ours goes up as an unhandled rejection.
    void reply({ ...toRequest(request, whole), ...(cut && { cut }) }, originOf(request), response, answer);
  });
}

async function reply(request: HttpRequest, origin: Origin, response: Outgoing, answer: Answer): Promise<void> {
  try {
    const { status, headers, body, flow } = await answer(request, origin);
    if (flow !== undefined) return await pour(flow, () => response.writeHead(status, headers), response);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    if (response.destroyed) return;
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
  } catch (defect) {
    response.destroy();
    throw defect;
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
    if (!response.write(part.value))
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}

function toRequest({ method = 'GET', url = '/', headers: given }: Incoming, body: Uint8Array): HttpRequest {
  const headers: Record<string, string | undefined> = {};
  for (const name in given) {
    const value = given[name];
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  // HTTP/2 has no Host header.
  headers['host'] ??= headers[':authority'];
  return { method, url, headers, body };
}

function originOf({ stream }: Incoming): Origin {
  return stream === undefined ? {} : { stream: `${stream.session?.socket.remotePort ?? 0}/${stream.id ?? 0}` };
}
