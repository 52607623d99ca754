import { expect, test } from 'vitest';
import type { TestState, Vitest } from 'vitest/node';
import { verdictOf } from '../../../src/cli/verdict-of.ts';
import type { Outcome } from '../../../src/vitest/outcome.ts';

/** A run of one module whose tests ended so. */
function finished(...tests: readonly (readonly [TestState, Outcome?])[]): Pick<Vitest, 'state'> {
  const all = tests.map(([state, ecreplay]) => ({ result: () => ({ state }), meta: () => ({ ecreplay }) }));
  const state = {
    getUnhandledErrors: () => [],
    getTestModules: () => [{ errors: () => [], children: { allTests: () => all } }],
  };
  return { state: state as unknown as Vitest['state'] };
}

const INTERRUPTED: Outcome = { kind: 'problem', codes: ['ENVIRONMENT_MISSING'] };

test('a problem of the environment is a 3', () => {
  expect(verdictOf(finished(['failed', INTERRUPTED]))).toBe(3);
});

test('what was given up because another has failed leaves the verdict to that one', () => {
  const broken: Outcome = { kind: 'broken', promises: [] };
  expect(verdictOf(finished(['failed', broken], ['skipped', INTERRUPTED]))).toBe(1);
});

test('a test that failed and says nothing of its rehearsal is a defect of ours', () => {
  expect(verdictOf(finished(['failed']))).toBe(70);
});
