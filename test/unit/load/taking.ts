import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A scenario that tells of one image. */
export const PUSH = `version: 1
description: A push.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
`;

/** An event as a server was sent it, and when by the clock of this process. */
export interface Taken {
  readonly at: number;
  readonly Detail: string;
}

/** A server that takes all events and notes them; it answers each batch so many milliseconds later. Gone when the test ends. */
export async function takingAll(later = 0): Promise<{ readonly url: string; readonly taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const at = performance.now();
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as {
        readonly Entries: readonly { readonly Detail: string }[];
      };
      for (const { Detail } of Entries) taken.push({ at, Detail });
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(
          JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map((_, id) => ({ EventId: `id-${id}` })) }),
        );
      }, later);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}
