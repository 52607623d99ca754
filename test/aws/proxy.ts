import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a request on its way.
 *
 * - `pass`: it goes through, and so does the answer;
 * - `lose`: it never gets there;
 * - `cut`: it gets there, and the answer is lost;
 * - anything else is the answer, and the request never gets there.
 */
export type Way = 'pass' | 'lose' | 'cut' | { readonly status: number; readonly body: string; readonly type?: string };

/** A way to an AWS that can be disturbed. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
}

/** Opens a way to an AWS. What it asks of is the operation, as far as the request says it. */
export async function openProxy(
  target: string,
  way: (operation: string, body: string, service: string) => Way,
): Promise<Proxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { headers, method, url = '/' } = request;
      const said = String(headers['x-amz-target'] ?? '').split('.')[1] ?? /Action=(\w+)/.exec(body.toString())?.[1];
      // A signature says which service it is for.
      const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/(\w+)\//.exec(headers.authorization ?? '') ?? [];
      const its = way(said ?? `${method} ${url}`, body.toString(), service);
      if (its === 'lose') {
        request.socket.destroy();
        return;
      }
      if (typeof its === 'object') {
        response.writeHead(its.status, { 'content-type': its.type ?? 'application/x-amz-json-1.1' }).end(its.body);
        return;
      }
      const onward = send(`${target}${url}`, { method, headers }, (answer) => {
        if (its === 'cut') {
          answer.resume().on('end', () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => request.socket.destroy());
      // A poll that is given up is given up there too.
      response.on('close', () => onward.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error as AWS words it in JSON. */
export function refusal(code: string, message: string, status = 400): Way {
  return { status, body: JSON.stringify({ __type: code, message }) };
}
