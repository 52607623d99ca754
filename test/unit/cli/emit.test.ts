import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { printLines } from '../../../src/cli/emit.ts';
import { project, push } from './project.ts';

function parsed(stdout: string): readonly Record<string, unknown>[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test.concurrent('emit prints records and events in order of time, one a line, and nothing else', async () => {
  using folder = project({ 'push.yaml': push() });
  const { status, stdout, stderr } = await folder.ecreplay(['emit', 'push.yaml']);
  const lines = parsed(stdout);
  const times = lines.map((line) => String(line['eventTime'] ?? line['time']));
  expect(times).toEqual(times.toSorted());
  expect(lines.some((line) => line['eventName'] === 'PutImage')).toBe(true);
  expect(lines.some((line) => line['detail-type'] === 'ECR Image Action')).toBe(true);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test.concurrent('--channel keeps to one channel, and read-only calls show only on request', async () => {
  using folder = project({ 'push.yaml': push() });
  const [records, events, all] = await Promise.all(
    [['cloudtrail'], ['eventbridge'], ['eventbridge', '--all-management-events']].map((more) =>
      folder.ecreplay(['emit', 'push.yaml', '--channel', ...more]),
    ),
  );
  expect(parsed(records!.stdout).every((record) => 'eventName' in record)).toBe(true);
  expect(parsed(events!.stdout).every((event) => 'detail-type' in event)).toBe(true);
  const names = (text: string): unknown[] =>
    parsed(text).map(({ detail }) => (detail as { eventName?: string }).eventName);
  expect(names(events!.stdout)).not.toContain('GetAuthorizationToken');
  expect(names(all!.stdout)).toContain('GetAuthorizationToken');
});

test.concurrent('the same seed prints the same bytes, another prints others', async () => {
  using folder = project({ 'push.yaml': push() });
  const [one, same, other] = await Promise.all(
    ['7', '7', '8'].map((seed) => folder.ecreplay(['emit', 'push.yaml', '--seed', seed])),
  );
  expect(same!.stdout).toBe(one!.stdout);
  expect(other!.stdout).not.toBe(one!.stdout);
});

test.concurrent.for(['activity', 'timeline'] as const)('--stage %s prints that stage', async (stage) => {
  using folder = project({ 'push.yaml': push() });
  const { stdout } = await folder.ecreplay(['emit', 'push.yaml', '--stage', stage]);
  const member = stage === 'activity' ? 'operation' : 'emittedAt';
  expect(parsed(stdout).every((line) => member in line)).toBe(true);
});

test.concurrent('a scenario that cannot be read prints its problem and no line', async () => {
  using folder = project({ 'push.yaml': push().replace('push:', 'psuh:') });
  const { status, stdout, stderr } = await folder.ecreplay(['emit', 'push.yaml']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^push\.yaml:6:5 {2}SCENARIO_UNKNOWN_STEP\n.*did you mean "push"/);
  expect(stderr).toMatch(/6 \| {3}- psuh: .*\n +\^+/);
  expect(status).toBe(2);
});

test.concurrent('lines are written no faster than they are read', async () => {
  const slow = new PassThrough({ highWaterMark: 8 });
  const printing = printLines(
    Array.from({ length: 100 }, () => 'a line of text'),
    slow,
  );
  await once(slow, 'readable');
  expect(slow.readableLength + slow.writableLength).toBeLessThan(100);
  slow.resume();
  await printing;
  slow.end();
});

test.concurrent('a reader that has seen enough ends the printing without a word', async () => {
  let written = 0;
  const closed = new Writable({
    highWaterMark: 1,
    write: (_, __, done) => {
      written += 1;
      done(written > 2 ? Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }) : null);
    },
  });
  await printLines(
    Array.from({ length: 100 }, () => 'a line of text'),
    closed,
  );
  expect(written).toBe(3);
});

test.concurrent('a step that fails without saying so is told beside what is printed', async () => {
  using folder = project({ 'push.yaml': push().replace('steps:', 'steps:\n  - createRepository: { name: web }') });
  const { status, stderr } = await folder.ecreplay(['emit', 'push.yaml']);
  expect(stderr).toMatch(/^Step 1 of "push\.yaml" failed with RepositoryAlreadyExistsException: [^\n]+\n$/);
  expect(status).toBe(0);
});
