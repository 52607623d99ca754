import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, push } from './project.ts';

const FILES = { 'scenarios/push.yaml': push('event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }') };

test.concurrent('where there is no Docker the run ends with 3 and says what would do', async () => {
  using folder = project(FILES);
  const nowhere = { DOCKER_HOST: 'tcp://127.0.0.1:1', ECREPLAY_STATE: join(folder.folder, 'state') };
  const { status, stderr } = await folder.start(['run', '--bus', 'localstack'], nowhere).ended;
  expect(stderr).toBe(
    'ENVIRONMENT_MISSING\nCannot start LocalStack: there is no Docker, wanted one that runs, or "--endpoint URL" of a LocalStack that does\nmore: npx ecreplay explain ENVIRONMENT_MISSING\n',
  );
  expect(status).toBe(3);
});

test.concurrent('an endpoint that answers with a web page ends the run with 3, before any scenario', async () => {
  using folder = project(FILES);
  const server = createServer((_, response) => void response.end('<html></html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { status, stderr, stdout } = await folder.ecreplay(['run', '--bus', 'localstack', '--endpoint', url]);
  server.closeAllConnections();
  server.close();
  expect(stderr).toContain(`Cannot use LocalStack: ${url} does not answer as AWS does`);
  expect(stdout).not.toContain('push.yaml');
  expect(status).toBe(3);
});

test.concurrent('the configuration can name the bus, and what is wrong with it is told with each scenario', async () => {
  using folder = project({
    ...FILES,
    'ecreplay.config.js': "export default { bus: { kind: 'localstack', endpoint: 'http://127.0.0.1:1' } };\n",
  });
  const { status, text } = await folder.ecreplay(['run']);
  expect(text).toContain('Cannot use LocalStack: http://127.0.0.1:1 cannot be reached (ECONNREFUSED)');
  expect(status).toBe(3);
});

test.concurrent('where no run has left anything, clean says so', async () => {
  using folder = project({});
  const state = { ECREPLAY_STATE: join(folder.folder, 'state') };
  const { status, stdout } = await folder.start(['clean'], state).ended;
  expect(stdout).toBe('Nothing is left of any run\n');
  expect(status).toBe(0);
});
