import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { ClientHttp2Stream } from 'node:http2';
import { outwardReach } from '../embedded/outward.ts';
import { MARK, type Ledger, type Ledgers } from './ledger.ts';

interface UndiciRequest {
  readonly method: string;
  readonly origin?: unknown;
  readonly path: string;
  addHeader(name: string, value: string): void;
}

/**
 * Writes on every outgoing HTTP request whose it is, so that the loopback door can tell overlapping invocations apart.
 *
 * Node tells of requests before they leave, in the asynchronous context of the code that makes them: `node:http` (which the SDK's clients
 * use), and undici, of which `fetch` is a copy. Headers of HTTP/2 cannot be added to any more by then; there the port and stream number,
 * which both ends know, stand in. Where neither is to be had the only running invocation is the one that asks.
 *
 * `own` is how the address of that door ends; what goes elsewhere is noted, unless somebody else goes there on behalf of AWS.
 */
export function markRequests(ledgers: Ledgers, streams: Map<string, string>, own: string): void {
  function note(ledger: Ledger, method: string, origin: string, path: string): void {
    if (origin.endsWith(own) || outwardReach() !== undefined || !URL.canParse(path, origin)) return;
    ledger.asks?.(method, new URL(path, origin).href);
  }

  subscribe('http.client.request.created', (message) => {
    const { request } = message as { request: ClientRequest };
    const ledger = ledgers.inherited();
    if (ledger === undefined) return;
    if (!request.headersSent) request.setHeader(MARK, ledger.mark);
    note(
      ledger,
      request.method,
      `${request.protocol}//${String(request.getHeader('host') ?? request.host)}`,
      request.path,
    );
    if (ledger.errand === undefined) return;
    ledger.errand(1);
    request.once('close', () => ledger.errand?.(-1));
  });
  const errands = new WeakMap<object, Ledger>();
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: UndiciRequest };
    const ledger = ledgers.inherited();
    if (ledger === undefined) return;
    request.addHeader(MARK, ledger.mark);
    note(ledger, request.method, String(request.origin), request.path);
    if (ledger.errand === undefined) return;
    ledger.errand(1);
    errands.set(request, ledger);
  });
  for (const end of ['undici:request:trailers', 'undici:request:error']) {
    subscribe(end, (message) => {
      const { request } = message as { request: object };
      errands.get(request)?.errand?.(-1);
      errands.delete(request);
    });
  }
  subscribe('http2.client.stream.start', (message) => {
    const { stream } = message as { stream: ClientHttp2Stream };
    const ledger = ledgers.inherited();
    if (ledger === undefined || stream.id === undefined) return;
    const { mark } = ledger;
    const name = `${stream.session?.socket.localPort ?? 0}/${stream.id}`;
    streams.set(name, mark);
    ledger.errand?.(1);
    stream.once('close', () => {
      streams.delete(name);
      ledger.errand?.(-1);
    });
  });
}
