import { AssertionError } from 'node:assert';
import { expect, test } from 'vitest';
import { expectRun } from '../../../src/matchers/expect-run.ts';
import { rehearseFrom } from '../../../src/rehearse/rehearse-from.ts';
import { deploying, PUSHES } from './pushes.ts';

const DEPLOYING = deploying(() => 'done');

test('a run is asked without any runner', async () => {
  const run = await rehearseFrom(PUSHES, DEPLOYING);
  expectRun(run).toHaveInvoked('deployer', 2);
  expectRun(run).not.toHaveFailed('deployer');
  expect(() => expectRun(run).toHaveInvoked('deployer', 3)).toThrow(AssertionError);
  expect(() => expectRun(run).not.toHaveInvoked('deployer')).toThrow(
    'deployer is never invoked: it was invoked 2 times',
  );
});

test('its error points at whoever asked', async () => {
  const run = await rehearseFrom(PUSHES, DEPLOYING);
  try {
    expectRun(run).toHaveInvoked('deployer', 3);
    expect.unreachable();
  } catch (error) {
    const [frame] = (error as Error).stack!.split('\n').filter((line) => line.trim().startsWith('at '));
    expect(frame).toContain('expect-run.test.ts');
  }
});
