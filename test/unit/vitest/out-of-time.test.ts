import { expect, test, type TaskMeta } from 'vitest';
import { explainTimeout } from '../../../src/vitest/out-of-time.ts';

function named(name: string): Error {
  return Object.assign(new Error('Test timed out'), { name });
}

/** Gives a test up as Vitest does: what it fails with is what its signal is aborted with. */
function giveUp(reason: Error, { bus = 'embedded', meta = {} }: { bus?: 'embedded' | 'aws'; meta?: TaskMeta } = {}) {
  const controller = new AbortController();
  explainTimeout({ signal: controller.signal, task: { timeout: 500, meta } }, bus, 'a.yaml');
  controller.abort(reason);
  return { reason, outcome: meta.ecreplay };
}

test('a rehearsal that ran out of time has a problem of the environment, at its scenario', () => {
  const { reason, outcome } = giveUp(named('TestTimeoutError'));
  expect(outcome).toEqual({ kind: 'problem', codes: ['ENVIRONMENT_MISSING'] });
  expect(reason.message).toMatch(/500 ms .*wanted a higher "--testTimeout"/);
  expect(reason.message).not.toContain('--speed');
  expect(reason.stack).toMatch(/ at a\.yaml:1:1$/);
});

test('on a bus where time is real a higher speed is named as well', () => {
  expect(giveUp(named('TestTimeoutError'), { bus: 'aws' }).reason.message).toMatch(/"--speed".* on the aws bus/);
});

test('a rehearsal that kept its promises too late has not passed', () => {
  const meta: TaskMeta = { ecreplay: { kind: 'kept', promises: [] } };
  expect(giveUp(named('TestTimeoutError'), { meta }).outcome?.kind).toBe('problem');
});

test('a promise that is known to be broken stays broken', () => {
  const meta: TaskMeta = { ecreplay: { kind: 'broken', promises: [] } };
  expect(giveUp(named('TestTimeoutError'), { meta }).outcome?.kind).toBe('broken');
});

test('a run that is cancelled has nothing to do with time', () => {
  const { reason, outcome } = giveUp(named('TestRunAbortError'));
  expect(outcome).toBeUndefined();
  expect(reason.message).toBe('Test timed out');
});
