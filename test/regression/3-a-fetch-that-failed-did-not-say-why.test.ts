import { expect, test } from 'vitest';
import { rehearsed } from './rehearsed.ts';

// "TypeError: fetch failed" was all that a report said; what had failed was in the error's cause.
test('what is behind an error is told with it', async () => {
  const { findings } = await rehearsed(() => fetch('http://hooks.example.com/'));
  const threw = findings.find(({ claim }) => claim === 'no invocation of deployer throws');
  expect(threw?.evidence?.nearest).toMatch(
    /\nthrew TypeError: fetch failed\n {2}caused by NetworkRefusedError: Cannot connect to hooks\.example\.com:80: /,
  );
});

test('of several errors at once the first is told, and a chain ends', async () => {
  const endless = new Error('round');
  endless.cause = endless;
  const { run } = await rehearsed(() => {
    throw new Error('outer', {
      cause: new AggregateError([new Error('first', { cause: endless }), new Error('second')]),
    });
  });
  const [invocation] = run.arrivals.flatMap(({ invocations }) => invocations);
  expect(invocation?.outcome).toMatchObject({
    error: {
      message: 'outer',
      causes: ['AggregateError: ', 'Error: first', 'Error: round'],
    },
  });
});
