import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { expect, test } from '../../../src/vitest/test.ts';
import { deploying, type Pushed, PUSHES } from './pushes.ts';

test('nothing is delivered before it is waited for, and no more than that', async ({ begin }) => {
  const seen: string[] = [];
  const run = begin(
    PUSHES,
    deploying(({ detail }: Pushed) => void seen.push(detail['image-tag'])),
  );
  const first = await run.until('deployer').invoked();
  expect(seen).toEqual(['1.4.2']);
  expect(first).toMatchObject({ consumer: 'deployer', outcome: { kind: 'returned' } });
  await run.until('deployer').invoked(2);
  expect(seen).toEqual(['1.4.2', '1.4.3']);
  expect(await run.end()).toHaveInvoked('deployer', 2);
});

test('what has come already is not waited for again', async ({ begin }) => {
  const run = begin(
    PUSHES,
    deploying(() => 'done'),
  );
  await run.end();
  await expect(run.until('deployer').invoked(2)).resolves.toMatchObject({ outcome: { value: 'done' } });
});

test('a chain waits for one thing after another', async ({ begin }) => {
  const run = begin(
    PUSHES,
    deploying(async ({ detail }: Pushed) => {
      await new ECSClient().send(new UpdateServiceCommand({ service: 'web', taskDefinition: detail['image-tag'] }));
    }),
  );
  const call = await run.until('deployer').invoked().invoked().called('ecs:UpdateService');
  expect(call.input).toMatchObject({ taskDefinition: '1.4.3' });
});

test('a retry is waited for on the clock of the scenario', async ({ begin }) => {
  let tries = 0;
  const run = begin(
    PUSHES,
    deploying(() => {
      tries += 1;
      if (tries <= 3) throw new Error('not yet');
    }),
  );
  const failed = await run.until('deployer').failed('not yet');
  const again = await run.until('deployer').failed('not yet').failed('not yet').failed('not yet');
  expect(again.at - failed.at).toBeGreaterThanOrEqual(60_000);
});

test('what never comes is told with what came nearest', async ({ begin }) => {
  const run = begin(
    PUSHES,
    deploying(() => 'done'),
  );
  await expect(run.until('deployer').invoked(3)).rejects.toThrow(
    'deployer is invoked at least 3 times: it was invoked 2 times',
  );
  await expect(run.until('deployer').called('ecs:UpdateService')).rejects.toThrow('it made no AWS call at all');
  await expect(run.until('deployer').invoked(2).failed()).rejects.toThrow(
    'deployer is seen to fail at least once: it is seen to fail 0 times',
  );
  await expect(run.until('deploier').invoked()).rejects.toThrow('did you mean "deployer"');
});

test('what only comes too early for a chain is told as that', async ({ begin }) => {
  const run = begin(
    PUSHES,
    deploying(() => 'done'),
  );
  await expect(run.until('deployer').invoked(2).invoked()).rejects.toThrow(
    'but not after what was waited for before it',
  );
});

test('what keeps a rehearsal from beginning reaches whoever waits', async ({ begin }) => {
  const run = begin('no-such-scenario.yaml');
  await expect(run.until('deployer').invoked()).rejects.toThrow('there is no such file');
  await expect(run.end()).rejects.toThrow('there is no such file');
});
