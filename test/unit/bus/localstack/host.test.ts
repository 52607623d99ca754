import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openHost } from '../../../../src/bus/localstack/host.ts';

/** A server on this machine that is no LocalStack. */
async function serving(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function reasonOf(endpoint: string, patience = 5_000): Promise<unknown> {
  return openHost({ patience })
    .prepare({ kind: 'localstack', endpoint })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

test('an endpoint that answers with a web page is none', async () => {
  const endpoint = await serving((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>');
  });
  expect(await reasonOf(endpoint)).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `Cannot use LocalStack: ${endpoint} does not answer as AWS does`,
  });
});

test.for([404, 200])('an endpoint that answers %i and JSON of its own is none', async (status) => {
  const endpoint = await serving((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"hello":"world"}');
  });
  expect(await reasonOf(endpoint)).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: expect.stringContaining(`${endpoint} does not answer as AWS does`) as string,
  });
});

test('an endpoint that takes the connection and says nothing is given up', async () => {
  const endpoint = await serving(() => undefined);
  expect(await reasonOf(endpoint, 300)).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `Cannot use LocalStack: ${endpoint} does not answer within 0.3 s`,
  });
});

test('an endpoint where nobody listens is named', async () => {
  expect(await reasonOf('http://127.0.0.1:1')).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: 'Cannot use LocalStack: http://127.0.0.1:1 cannot be reached (ECONNREFUSED)',
  });
});
