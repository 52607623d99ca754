import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const DEPLOYER = `export function handler({ detail }) {
  if (detail['image-tag'] === undefined) throw new TypeError('there is no tag');
  return detail['image-tag'];
}
`;

test.concurrent('trigger prints one event of a flow, changed', async () => {
  using folder = project({});
  const { status, stdout, stderr } = await folder.ecreplay(['trigger', 'push', '--set', 'detail.image-tag=v2']);
  expect(JSON.parse(stdout)).toMatchObject({ 'detail-type': 'ECR Image Action', detail: { 'image-tag': 'v2' } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const raw = await folder.ecreplay(['trigger', 'push', '--raw', '--remove', 'detail.result']);
  expect(JSON.parse(raw.stdout)).toMatchObject({ 'action-type': 'PUSH' });
  expect(raw.stderr).toBe('AWS sends no such event: detail.result is missing, and always there\n');
});

test.concurrent('trigger lists its flows, and the events of one', async () => {
  using folder = project({ 'push.yaml': push() });
  expect((await folder.ecreplay(['trigger'])).stdout).toMatch(/^push +an image is pushed under a tag\n/);
  const { stdout } = await folder.ecreplay(['trigger', 'push.yaml', '--list']);
  expect(stdout).toMatch(/^\* +\d+ .*ECR Image Action {2}PUSH$/m);
});

test.concurrent('trigger hands an event to a consumer, and fails when that does', async () => {
  using folder = project({ 'ecreplay.config.mjs': config('deployer.mjs#handler'), 'deployer.mjs': DEPLOYER });
  expect(await folder.ecreplay(['trigger', 'push', '--to', 'deployer'])).toMatchObject({
    status: 0,
    stdout: 'deployer returned "1.4.2"\n',
  });
  const failed = await folder.ecreplay(['trigger', 'push', '--to', 'deployer', '--remove', 'detail.image-tag']);
  expect(failed.status).toBe(1);
  expect(failed.stdout).toContain('deployer threw TypeError: there is no tag');
  expect(await folder.ecreplay(['trigger', 'push', '--to', 'deploier'])).toMatchObject({ status: 2 });
});

test.concurrent('trigger posts an event to a webhook, and fails where that refuses it', async () => {
  using folder = project({});
  const bodies: string[] = [];
  const hook = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.writeHead(request.url === '/busy' ? 503 : 200).end('seen'));
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  try {
    expect(await folder.ecreplay(['trigger', 'delete', '--to', `${url}/hook`])).toMatchObject({
      status: 0,
      stdout: `${url}/hook answered 200: seen\n`,
    });
    expect(JSON.parse(bodies[0]!)).toMatchObject({ detail: { 'action-type': 'DELETE' } });
    expect(await folder.ecreplay(['trigger', 'delete', '--to', `${url}/busy`])).toMatchObject({ status: 1 });
  } finally {
    hook.close();
  }
  expect(await folder.ecreplay(['trigger', 'delete', '--to', `${url}/hook`])).toMatchObject({ status: 3 });
});

test.concurrent('trigger sends to no AWS that nobody has named', async () => {
  using folder = project({});
  const { status, stderr } = await folder.ecreplay(['trigger', 'push', '--to', 'queue:pushes']);
  expect(status).toBe(2);
  expect(stderr).toContain('wanted --endpoint URL, AWS_ENDPOINT_URL, or --aws for a real account');
});
