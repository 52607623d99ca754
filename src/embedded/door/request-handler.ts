import { Readable } from 'node:stream';
import type { Milliseconds } from '../../clock.ts';
import type { HttpRequest } from '../../wire/http.ts';
import type { Answer } from './door.ts';

/** A request as an SDK client for JavaScript hands it to its `requestHandler`. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The `requestHandler` of an SDK client for JavaScript that never leaves the process: `new ECSClient({ requestHandler })`. */
export interface SdkRequestHandler {
  handle(request: SdkRequest): Promise<{
    response: { statusCode: number; headers: Record<string, string>; body: Uint8Array | AsyncIterable<Uint8Array> };
  }>;
  destroy(): void;
}

/** A client that is always answered at once would never let anything else happen: timers, other consumers, what its own calls have begun. */
const TURN: Milliseconds = 1;

/** Opens the door that costs least: no socket, no server, no patch. */
export function sdkRequestHandler(answer: Answer): SdkRequestHandler {
  let began = performance.now();
  let turning: Promise<void> | undefined;

  /** All who wait go on together: clients in step run the same code one after the other, and a processor has it at hand. */
  function turn(): Promise<void> {
    turning ??= new Promise((resolve) => {
      setImmediate(() => {
        turning = undefined;
        began = performance.now();
        resolve();
      });
    });
    return turning;
  }

  return {
    handle: async (request) => {
      if (performance.now() - began > TURN) await turn();
      const { status, headers, body, flow, lost } = await answer(toRequest(request), {});
      if (lost !== undefined) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return {
        response: {
          statusCode: status,
          headers: { ...headers },
          // Where bytes are answered the client may hand them on as a stream, which it then has to be given.
          body: flow ?? (typeof body === 'string' ? Buffer.from(body) : Readable.from([body])),
        },
      };
    },
    destroy: () => {},
  };
}

function toRequest({ method, hostname, path, query, headers, body }: SdkRequest): HttpRequest {
  const lower: Record<string, string> = { host: hostname };
  for (const name in headers) lower[name.toLowerCase()] = headers[name]!;
  return { method, url: path + searchOf(query), headers: lower, body: bytesOf(body) };
}

function searchOf(query: SdkRequest['query']): string {
  if (query === undefined) return '';
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [key, String(each)]),
  );
  // As the SDK's own handlers write it: what is signed has %20 for a space, and not a plus.
  return pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
}

function bytesOf(body: unknown): Uint8Array {
  // A view of its own: the SDK's carries string methods that warn when they are touched.
  if (body instanceof Uint8Array) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === 'string') return Buffer.from(body);
  if (body === undefined || body === null) return new Uint8Array();
  throw new TypeError('Cannot read the body of an SDK request: it is a stream, and this door takes text and bytes');
}
