import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { ClientHttp2Stream } from 'node:http2';
import { MARK, type Ledgers } from './ledger.ts';

/**
 * Writes on every outgoing HTTP request whose it is, so that the loopback door can tell overlapping invocations apart.
 *
 * Node tells of requests before they leave, in the asynchronous context of the code that makes them: `node:http` (which the SDK's clients
 * use), and undici, of which `fetch` is a copy. Headers of HTTP/2 cannot be added to any more by then; there the port and stream number,
 * which both ends know, stand in. Where neither is to be had the only running invocation is the one that asks.
 */
export function markRequests(ledgers: Ledgers, streams: Map<string, string>): void {
  subscribe('http.client.request.created', (message) => {
    const { request } = message as { request: ClientRequest };
    const mark = ledgers.inherited()?.mark;
    if (mark !== undefined && !request.headersSent) request.setHeader(MARK, mark);
  });
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: { addHeader(name: string, value: string): void } };
    const mark = ledgers.inherited()?.mark;
    if (mark !== undefined) request.addHeader(MARK, mark);
  });
  subscribe('http2.client.stream.start', (message) => {
    const { stream } = message as { stream: ClientHttp2Stream };
    const mark = ledgers.inherited()?.mark;
    if (mark === undefined || stream.id === undefined) return;
    const name = `${stream.session?.socket.localPort ?? 0}/${stream.id}`;
    streams.set(name, mark);
    stream.once('close', () => streams.delete(name));
  });
}
