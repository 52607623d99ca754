import { expect, test } from 'vitest';
import { rehearsed } from './rehearsed.ts';

// A promise that nobody awaited rejected after its invocation: Vitest reported a bare error, and the scenario passed.
test('a rejection after an invocation is a broken promise of its consumer', async () => {
  const { run, findings } = await rehearsed(() => {
    setImmediate(() => void Promise.reject(new TypeError('nobody waits for me')));
    return 'done';
  });
  expect(run.arrivals.flatMap(({ invocations }) => invocations).map(({ outcome }) => outcome.kind)).toEqual([
    'returned',
  ]);
  expect(findings.filter(({ kind }) => kind === 'broken')).toMatchObject([
    {
      promise: 'consumer',
      claim: 'deployer leaves nothing running that fails',
      place: { file: 'push.yaml', line: 8 },
      evidence: {
        outcome: '1 failure came when the invocation was over',
        nearest: 'threw Runtime.UnhandledPromiseRejection: TypeError: nobody waits for me',
        difference: expect.stringContaining(import.meta.filename) as unknown,
      },
    },
  ]);
});

test('an exception in a callback that nobody waits for is one too, and a call that is on its way is waited for', async () => {
  const { run, findings } = await rehearsed(() => {
    void fetch(`${process.env['AWS_ENDPOINT_URL']}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
      body: '{}',
    }).then(() =>
      setImmediate(() => {
        throw new RangeError('too late');
      }),
    );
    return 'done';
  });
  expect(run.orphans).toMatchObject([{ consumer: 'deployer', error: { name: 'RangeError', message: 'too late' } }]);
  expect(findings.at(-1)).toMatchObject({ kind: 'broken', claim: 'deployer leaves nothing running that fails' });
});
