import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const NEVER = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 30_000));';
const ONCE = 'event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }';

test.concurrent('a rehearsal that takes longer than Vitest waits is no defect of ours, and says what would do', async () => {
  using folder = project({
    'ecreplay.config.js': config('deployer.js#handler', `, timeout: '60s'`),
    'deployer.js': NEVER,
    'scenarios/slow.yaml': push(ONCE),
  });
  const { status, stderr } = await folder.ecreplay(['run', '--testTimeout', '500']);
  expect(stderr).toMatch(/ENVIRONMENT_MISSING: Cannot rehearse to an end: .* 500 ms .*wanted a higher "--testTimeout"/);
  expect(stderr).toContain('❯ scenarios/slow.yaml:1:1');
  expect(stderr).not.toContain('If this is a long-running test');
  expect(status).toBe(3);
});
