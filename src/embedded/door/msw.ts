import { createRequire } from 'node:module';
import type * as Msw from 'msw';
import type * as Network from 'msw/experimental';
import type { HttpRequest } from '../../wire/http.ts';
import type { Answer } from './door.ts';

type Interceptor = ConstructorParameters<typeof Network.InterceptorSource>[0]['interceptors'][number];

/**
 * Opens the door for code with its endpoint hard-coded: from here on msw sees every connection that reaches
 * `net.Socket.prototype.connect` as it stands now, and answers whatever HTTP is spoken on it, by whichever client.
 *
 * `setupServer` would not do: its interceptors patch `fetch`, `http.request` and others one by one, so that they miss the undici package and
 * every request that was begun before them. The one for HTTP as such is of `@mswjs/interceptors`, msw's own foundation.
 *
 * Loads msw as it is called, and not before: that takes some 60 ms, and few consumers need it. It has to be there before the call
 * returns, because a connection cannot be held back once `connect` has been called; hence `require`.
 */
export function openMsw(answer: Answer): void {
  const require = createRequire(import.meta.url);
  const { http } = require('msw') as typeof Msw;
  const { defineNetwork, InterceptorSource } = require('msw/experimental') as typeof Network;
  const { HttpRequestInterceptor } = createRequire(require.resolve('msw'))('@mswjs/interceptors/http') as {
    HttpRequestInterceptor: new () => Interceptor;
  };
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers: [
      http.all(/.*/, async ({ request }) => {
        const { status, headers, body, flow, lost } = await answer(await toRequest(request), { url: request.url });
        if (lost !== undefined) return Response.error();
        if (flow !== undefined) return new Response(ReadableStream.from(flow), { status, headers });
        // A status that forbids a body must be given none.
        return new Response(status === 204 || status === 304 ? null : new Uint8Array(Buffer.from(body)), {
          status,
          headers,
        });
      }),
    ],
    // Only the word refuses; a callback would let the request through (msw 3.0.5).
    onUnhandledFrame: 'error',
    context: { quiet: true },
  });
  network.enable();
}

async function toRequest(request: Request): Promise<HttpRequest> {
  const { host, pathname, search } = new URL(request.url);
  return {
    method: request.method,
    url: pathname + search,
    headers: { host, ...Object.fromEntries(request.headers) },
    body: new Uint8Array(await request.arrayBuffer()),
  };
}
