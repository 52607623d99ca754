import { createServer } from 'node:http';
import { Problem } from '../../problem.ts';
import type { Observer, Seen } from './observer.ts';

/** More than any event has. */
const MOST_BYTES = 4_194_304;

/**
 * Listens for whoever tells what it was given: a consumer calls it, or the target of a rule points to it. The event, its id or the digest of
 * its image may stand anywhere in the path or the body.
 */
export async function observeProbe(port: number, host = '127.0.0.1'): Promise<Observer & { readonly port: number }> {
  let tell: ((text: string) => void) | undefined;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      tell?.(`${request.url ?? ''} ${Buffer.concat(chunks).toString()}`);
      response.writeHead(204).end();
    });
    request.on('error', () => undefined);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Problem(
          'ENVIRONMENT_MISSING',
          `Cannot listen for probe calls on port ${port}: ${error.code ?? error.message}`,
          {
            cause: error,
          },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    legs: ['delivery'],
    failure: () => undefined,
    watch: (seen: Seen, now) => {
      tell = (text) => {
        const seq = seen.seqIn(text);
        if (seq !== undefined) seen.delivered(seq, now());
      };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
