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

const PLACE = { file: '/a/push.yaml', line: 3, column: 5 };

test('of what is behind it there is what is read, and not what an SDK keeps of its requests', () => {
  const socket = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566'), { code: 'ECONNREFUSED', port: 4566 });
  const refused = Object.assign(new Error('no answer', { cause: new AggregateError([socket]) }), {
    name: 'TimeoutError',
    $fault: 'client',
    $metadata: { attempts: 3 },
    $response: { body: 'all of it' },
  });
  const { cause } = pointing(PLACE, 'ENVIRONMENT_MISSING', 'Cannot go on', refused) as { readonly cause: Error };
  expect([cause.name, cause.message, cause.stack]).toEqual(['TimeoutError', 'no answer', refused.stack]);
  expect(Object.keys(cause)).toEqual(['name']);
  const { cause: behind } = (cause as { readonly cause: Error }).cause as { readonly cause: Error };
  expect(behind.message).toBe(socket.message);
  expect(Object.keys(behind)).toEqual(['name']);
});

test('a chain of causes that comes back to itself ends', () => {
  const circle = new Error('round');
  circle.cause = circle;
  expect(pointing(PLACE, 'CONFIG_INVALID', 'Cannot go on', circle).cause).toMatchObject({ message: 'round' });
});

test('what is no error is behind it as it is', () => {
  expect(pointing(PLACE, 'CONFIG_INVALID', 'Cannot go on', 'a text').cause).toBe('a text');
  expect(pointing(PLACE, 'CONFIG_INVALID', 'Cannot go on')).not.toHaveProperty('cause');
});
