import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const source = (path: string): string => new URL(`../../src/${path}`, import.meta.url).href;

test('a process in which consumers stand ready ends with the status that it gives itself', () => {
  const code = `
    import { openConsumers } from '${source('consumer/open-consumers.ts')}';
    import { seeded } from '${source('random.ts')}';
    const owner = { account: '123456789012', region: 'us-east-2' };
    await openConsumers({ ...owner, specs: {}, root: '/', importModule: () => {}, start: 0, random: seeded(1) });
    process.exit(3);
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
});
