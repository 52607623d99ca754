import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const INVOKED = 'consumer: deployer\n    invoked: { atLeast: 1 }';
const WELL = 'export const handler = async (): Promise<void> => {};';

/** Three folders with a consumer each, of which the middle one has this handler. */
function three(handler: string) {
  return project(
    Object.fromEntries(
      ['a', 'b', 'c'].flatMap((folder) => [
        [`scenarios/${folder}/push.yaml`, push(INVOKED)],
        [`scenarios/${folder}/ecreplay.config.ts`, config()],
        [`scenarios/${folder}/deployer.ts`, folder === 'b' ? handler : WELL],
      ]),
    ),
  );
}

test.concurrent('a handler that never comes back times out, and the scenarios after it still run', async () => {
  using folder = three('export const handler = () => { for (;;); };');
  const { status, stdout, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toBe('');
  expect(stdout).toContain('Tests  3 passed (3)');
  expect(status).toBe(0);
});

test.concurrent('a handler that blocks after an await is found when its own time is up', async () => {
  using folder = three('export const handler = async () => { await 1; for (;;); };');
  const began = performance.now();
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain(
    'Cannot judge scenarios/b/push.yaml: a consumer keeps its thread busy and does not come back\n',
  );
  expect(status).toBe(1);
  // The test's own time would be two minutes.
  expect(performance.now() - began).toBeLessThan(40_000);
});

test.concurrent('a handler that blocks after an await ends the run, by name and with its report', async () => {
  using folder = three('export const handler = async () => { await 1; for (;;); };');
  const { status, stderr } = await folder.ecreplay([
    'run',
    '--testTimeout',
    '1000',
    '--maxWorkers',
    '1',
    '--reporter',
    'json',
    '--outputFile',
    'report.json',
  ]);
  expect(stderr).toContain(
    'Cannot judge scenarios/b/push.yaml: a consumer keeps its thread busy and does not come back\n',
  );
  expect(stderr).not.toContain('    at ');
  expect(JSON.parse(folder.read('report.json'))).toHaveProperty('numTotalTests');
  expect(status).toBe(1);
});
