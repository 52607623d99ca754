import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Problem } from '../../../src/problem.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { emitProblems, emitScenario } from '../../../src/vitest/emit.ts';

const SCENARIO = readScenario(
  `version: 1
description: A "quoted" push, \`\${with}\` everything.
steps:
  - createRepository: { name: web }
expect:
  - event: { pattern: { detail: { action-type: [{ exists: false }] } }, times: { atLeast: 0 } }
`,
  '/flows/push.yaml',
);

/** What the test of a module is called, and what it hands over, without Vitest. */
function run(code: string): { readonly name: string; readonly given: readonly unknown[] } {
  const given: unknown[] = [];
  let name = '';
  const keep = (...values: unknown[]): void => void given.push(...values);
  const test = (called: string, ...rest: readonly unknown[]): void => {
    name = called;
    (rest.at(-1) as (context: unknown) => void)({});
  };
  runInNewContext(code.replace(/^import .*\n/gm, ''), {
    JSON,
    test,
    perform: keep,
    refuse: keep,
    inject: () => undefined,
    vi: {},
  });
  return { name, given };
}

test('a scenario becomes one test with its name and description, and arrives as it was', () => {
  const { code } = emitScenario(SCENARIO, { config: undefined, root: '/flows', timeout: 5 });
  const { name, given } = run(code);
  expect(name).toBe('push: A "quoted" push, `${with}` everything.');
  expect(given[0]).toEqual(SCENARIO);
  expect(given[1]).toEqual({ setup: { rules: [], consumers: {}, root: '/flows' }, modules: {} });
});

test('with a configuration, the module imports what that says', () => {
  const { code } = emitScenario(SCENARIO, { config: '/flows/ecreplay.config.ts', root: '/flows', timeout: 5 });
  expect(code).toContain('import * as configuration from "/flows/ecreplay.config.ts?ecreplay";');
});

test('problems become one test, named after the file, that is handed each of them', () => {
  const place = { file: '/flows/push.yaml', line: 3, column: 5 };
  const { code } = emitProblems('/flows/push.yaml', [new Problem('SCENARIO_TAB', 'Cannot read it: a tab', { place })]);
  const { name, given } = run(code);
  expect(name).toBe('push: cannot be read');
  expect(given[0]).toEqual([{ code: 'SCENARIO_TAB', message: 'Cannot read it: a tab', place }]);
});
