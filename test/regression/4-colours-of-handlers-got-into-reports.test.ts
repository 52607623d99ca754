import { expect, test } from 'vitest';
import { rehearsed } from './rehearsed.ts';

// An error in red, or one that cleared the screen, did so in reports and in files they were written to.
test('a report holds no control characters of a handler', async () => {
  const { run, findings } = await rehearsed(() => {
    throw new Error('\u001B[2J\u001B[31mnot\u0007 deployed\u001B[39m\r\nat all');
  });
  const [broken] = findings.filter(({ kind }) => kind === 'broken');
  expect(broken?.evidence?.nearest).toMatch(/\nthrew Error: not deployed\nat all$/);
  expect(JSON.stringify(broken)).not.toMatch(/\\u00|\\r/);
  // The run itself keeps what was thrown.
  const [invocation] = run.arrivals.flatMap(({ invocations }) => invocations);
  expect(invocation?.outcome).toMatchObject({ error: { message: expect.stringContaining('\u001B[31m') as unknown } });
});
