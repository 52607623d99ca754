import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between a run and LocalStack, and can be cut. It also sees what LocalStack was really given. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The ids of the events that LocalStack has taken, whether or not anybody was told. */
  readonly taken: readonly string[];
  /** Ends every connection, and lets none in until it is mended. */
  cut(): void;
  mend(): void;
}

/** Opens a proxy on this machine. */
export async function openProxy(upstream: string): Promise<Proxy> {
  const { hostname, port } = new URL(upstream);
  const taken: string[] = [];
  let isCut = false;

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const { url = '/', method = 'POST', headers } = request;
      const onward = send({ host: hostname, port, path: url, method, headers }, (answer) => {
        if (answer.statusCode === 200 && headers['x-amz-target'] === 'AWSEvents.PutEvents') taken.push(...idsIn(body));
        if (isCut) {
          answer.resume();
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    });
  }

  const server = createServer(pass);
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    cut: () => {
      isCut = true;
      server.closeAllConnections();
    },
    mend: () => {
      isCut = false;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The original ids of the events in a request; a canary or a sentinel is none of a scenario's. */
function idsIn(body: Buffer): readonly string[] {
  const { Entries = [] } = JSON.parse(body.toString('utf8')) as {
    readonly Entries?: readonly { readonly DetailType?: string; readonly TraceHeader?: string }[];
  };
  return Entries.flatMap(({ DetailType = '', TraceHeader }) =>
    TraceHeader === undefined || DetailType.startsWith('ecreplay ')
      ? []
      : [(JSON.parse(TraceHeader) as { readonly original_id: string }).original_id],
  );
}
