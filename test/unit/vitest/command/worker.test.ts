import { expect, test } from 'vitest';
import { config, project, push } from '../../cli/project.ts';

const WITNESS = `import { appendFileSync } from 'node:fs';
import module from 'node:module';
import { isMainThread } from 'node:worker_threads';
module.registerHooks({
  load(url, context, next) {
    appendFileSync(new URL(isMainThread ? './main.log' : './worker.log', import.meta.url), url + '\\n');
    return next(url, context);
  },
});
`;

test.concurrent('a worker loads neither zod nor yaml, and our own code without going through Vite', async () => {
  using folder = project({
    'scenarios/push.yaml': push('consumer: deployer\n    invoked: 1'),
    'ecreplay.config.ts': config(),
    'deployer.ts': 'export function handler(): void {}\n',
    'witness.mjs': WITNESS,
  });
  const witness = `${folder.folder}/witness.mjs`;
  const { status } = await folder.ecreplay(['run', `--execArgv=--import=${witness}`], { node: ['--import', witness] });
  expect(status).toBe(0);
  const [main, worker] = [folder.read('main.log'), folder.read('worker.log')];
  expect(main).toMatch(/node_modules\/zod\//);
  expect(main).toMatch(/node_modules\/yaml\//);
  expect(worker).toMatch(/\/src\/vitest\/perform\.ts/);
  expect(worker).not.toMatch(/node_modules\/(zod|yaml|commander|msw)\//);
});

test.concurrent('a run whose scenarios are in the cache needs zod and yaml nowhere', async () => {
  using folder = project({ 'scenarios/push.yaml': push(), 'witness.mjs': WITNESS });
  const witnessed = { node: ['--import', `${folder.folder}/witness.mjs`] };
  await folder.ecreplay(['run'], witnessed);
  folder.write({ 'main.log': '' });
  expect((await folder.ecreplay(['run'], witnessed)).status).toBe(0);
  expect(folder.read('main.log')).not.toMatch(/node_modules\/(zod|yaml|commander)\//);
});
