import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, push } from './project.ts';

test.concurrent('export writes a file an event, and nothing anew that is as before', async () => {
  using folder = project({ 'scenarios/push.yaml': push(), 'scenarios/again.yaml': push() });
  const command = ['export', 'scenarios', '-o', 'events', '--event', 'ECR Image Action'];
  expect(await folder.ecreplay(command)).toMatchObject({ status: 0, stdout: '2 files written to events\n' });
  expect(new Set(readdirSync(join(folder.folder, 'events'), { recursive: true, encoding: 'utf8' }))).toEqual(
    new Set([
      'again',
      join('again', 'ecr-image-action-push-web-1.4.2.json'),
      'push',
      join('push', 'ecr-image-action-push-web-1.4.2.json'),
    ]),
  );
  expect(JSON.parse(folder.read('events/push/ecr-image-action-push-web-1.4.2.json'))).toMatchObject({
    'detail-type': 'ECR Image Action',
  });
  expect((await folder.ecreplay(command)).stdout).toBe('0 files written to events, 2 are as before\n');
});

test.concurrent('export makes test events of several scenarios for one function', async () => {
  using folder = project({ 'scenarios/push.yaml': push(), 'scenarios/again.yaml': push() });
  const events = [
    'export',
    'scenarios',
    '-o',
    '.',
    '--as',
    'test-events',
    '--event',
    'ECR Image Action',
    '--envelope',
    'sqs',
  ];
  const { status, stdout } = await folder.ecreplay([...events, '--function', 'deployer']);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: '1 file written to .\nShared by: aws schemas create-schema --cli-input-json file://_deployer-schema.json\n',
  });
  const { Content: content } = JSON.parse(folder.read('_deployer-schema.json')) as { readonly Content: string };
  const { components } = JSON.parse(content) as { readonly components: { readonly examples: object } };
  expect(Object.keys(components.examples)).toEqual([
    'again-ecr-image-action-push-web-1.4.2',
    'push-ecr-image-action-push-web-1.4.2',
  ]);
  expect(await folder.ecreplay(events)).toMatchObject({ status: 2 });
});

test.concurrent('export says what is wrong, and writes nothing then', async () => {
  using folder = project({ 'push.yaml': push(), blocked: 'a file\n' });
  const told = async (...more: readonly string[]) => {
    const { status, stderr } = await folder.ecreplay(['export', ...more]);
    return `${status} ${stderr}`;
  };
  expect(await told('push.yaml')).toMatch(/^2 .*output/s);
  expect(await told('nowhere.yaml', '-o', 'events')).toMatch(/^2 .*there is no such file/s);
  expect(await told('push.yaml', '-o', 'events', '--event', 'ECR Image Scan')).toMatch(
    /^2 .*has no event that matches/s,
  );
  expect(await told('push.yaml', '-o', 'events', '--envelope', 'letter')).toMatch(/^2 .*letter/s);
  expect(await told('push.yaml', '-o', 'blocked')).toMatch(/^2 .*Cannot write "blocked/s);
  expect(readdirSync(folder.folder)).not.toContain('events');
});
