import { expect, test } from 'vitest';
import { project } from './project.ts';

test.concurrent('a page tells what a code means, with an example and how to mend it', async () => {
  using folder = project({});
  const { status, stdout } = await folder.ecreplay(['explain', 'SCENARIO_TAB', 'idempotent']);
  expect(stdout).toMatch(
    /^SCENARIO_TAB {2}\(exit code 2\)\n\nA tab stands where[^]*\$ npx ecreplay check[^]*To mend it: /,
  );
  expect(stdout).toContain('idempotent');
  expect(status).toBe(0);
});

test.concurrent('a code that is misspelt is told with the one that was meant, and nothing else', async () => {
  using folder = project({});
  const { status, stdout, stderr } = await folder.ecreplay(['explain', 'USAGE', 'SCENARIO_TBA']);
  expect(stderr).toContain('Cannot explain "SCENARIO_TBA": there is no page on it, did you mean "SCENARIO_TAB"');
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test.concurrent('a message leads to the page on its code, once for all messages of the same kind', async () => {
  const wrong = 'version: 1\ndescription: A push.\nsteps:\n  - psuh: {}\n  - pusch: {}\n';
  using folder = project({ 'wrong.yaml': wrong });
  const { stderr } = await folder.ecreplay(['check', 'wrong.yaml']);
  expect(stderr.match(/^\S+ {2}SCENARIO_UNKNOWN_STEP$/gm)).toHaveLength(2);
  expect(stderr.match(/^more: npx ecreplay explain SCENARIO_UNKNOWN_STEP$/gm)).toHaveLength(1);
});
