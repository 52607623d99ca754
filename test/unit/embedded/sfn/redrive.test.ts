import { expect, test } from 'vitest';
import { FUNCTION, stage } from './stage.ts';

const DAY = 86_400_000;

/** A machine that fails in its second state until `mend` is called, and says what that state was given. */
async function failing() {
  const { ask, agenda, create, lambda } = stage();
  let isBroken = true;
  const given: unknown[] = [];
  lambda('deploy', (event: unknown) => {
    given.push(event);
    if (isBroken) throw new Error('not yet');
    return 'deployed';
  });
  const stateMachineArn = await create({
    StartAt: 'Keep',
    States: {
      Keep: { Type: 'Pass', Result: '1.4.2', ResultPath: '$.tag', Assign: { 'seen.$': '$' }, Next: 'Deploy' },
      Deploy: { Type: 'Task', Resource: `${FUNCTION}:deploy`, ResultPath: '$.done', Next: 'Told' },
      Told: {
        Type: 'Pass',
        Parameters: { 'seen.$': '$seen', 'all.$': '$', 'redriven.$': '$$.Execution.RedriveCount' },
        End: true,
      },
    },
  });
  const { executionArn } = await ask('StartExecution', { stateMachineArn, input: '{"repository":"web"}' });
  await agenda.settle(DAY);
  const describe = () => ask('DescribeExecution', { executionArn });
  const redrive = async () => {
    await ask('RedriveExecution', { executionArn });
    await agenda.settle(DAY);
    return describe();
  };
  const mend = (): void => {
    isBroken = false;
  };
  return { ask, agenda, given, executionArn, describe, redrive, mend };
}

test('a redriven execution enters the state that failed again, with the input and the variables it had', async () => {
  const { given, describe, redrive, mend } = await failing();
  expect(await describe()).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE', redriveCount: 0 });
  expect(await redrive()).toMatchObject({ status: 'FAILED', redriveCount: 1 });
  mend();
  const { status, output, redriveStatus } = await redrive();
  expect([status, redriveStatus]).toEqual(['SUCCEEDED', 'NOT_REDRIVABLE']);
  const input = { repository: 'web', tag: '1.4.2' };
  expect(given).toEqual([input, input, input]);
  expect(JSON.parse(output as string)).toEqual({
    seen: '1.4.2',
    all: { ...input, done: 'deployed' },
    redriven: 2,
  });
});

test('a stopped execution is redriven from where it was stopped', async () => {
  const { ask, agenda, create } = stage();
  const stateMachineArn = await create({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: { Type: 'Succeed' } },
  });
  const { executionArn } = await ask('StartExecution', { stateMachineArn });
  await agenda.settle(30_000);
  await ask('StopExecution', { executionArn });
  await ask('RedriveExecution', { executionArn });
  const began = agenda.now();
  await agenda.settle(DAY);
  expect(await ask('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  expect(agenda.now() - began).toBe(60_000);
});

test('what failed two weeks ago is not redriven any more', async () => {
  const { ask, agenda, executionArn, describe } = await failing();
  await agenda.runUntil(agenda.now() + 15 * DAY);
  expect(await describe()).toMatchObject({ redriveStatusReason: 'Execution redrivable period exceeded' });
  await expect(ask('RedriveExecution', { executionArn })).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
});
