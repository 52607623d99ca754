import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { startContainer } from '../../../../src/bus/localstack/container.ts';

/** A Docker engine that has every image, and cannot start anything because somebody listens where it would. */
async function crowdedEngine(): Promise<Disposable & { readonly host: string; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const path = url.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '');
    seen.push(`${method} ${path}`);
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    request.resume().on('end', () => {
      if (path === '/_ping') response.end('OK');
      else if (path === '/containers/create') answer(201, { Id: 'c0ffee', Warnings: [] });
      else if (path === '/containers/c0ffee/start') {
        answer(500, {
          message:
            'driver failed programming external connectivity: Bind for 127.0.0.1:4566 failed: port is already allocated',
        });
      } else if (path === '/containers/json' || path === '/networks') answer(200, []);
      else
        answer(200, {
          Id: 'c0ffee',
          Name: '/c',
          State: {},
          Config: {},
          NetworkSettings: {},
          Images: 1,
          OperatingSystem: 'Linux',
          Architecture: 'x86_64',
          ServerVersion: '28.0.0',
          ApiVersion: '1.48',
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a port that is taken is named, and the container that could not start is taken away', async () => {
  using engine = await crowdedEngine();
  vi.stubEnv('DOCKER_HOST', engine.host);
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true');
  const starting = startContainer('localstack/localstack:4.14.0', { name: 'ecreplay-1', run: '1' });
  await expect(starting).rejects.toThrow(/Cannot start LocalStack: the port is taken \(.*port is already allocated/);
  expect(engine.seen.at(-1)).toBe('DELETE /containers/ecreplay-1');
});
