import { expect, test } from 'vitest';
import { pointing } from '../../../src/vitest/pointing.ts';

test('the only frame is the place, whatever the message quotes', () => {
  const error = pointing(
    { file: '/a/push.yaml', line: 3, column: 5 },
    'BROKEN',
    'it threw\n    at handler (/a/deployer.ts:1:1)',
  );
  expect(error.stack).toBe('BROKEN\n    at /a/push.yaml:3:5');
  expect(error.message).toContain('deployer.ts:1:1');
});
