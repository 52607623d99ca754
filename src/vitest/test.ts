import { dirname } from 'node:path';
import { expect, type TestAPI, test as base } from 'vitest';
import { begin as beginOne, type Underway } from '../matchers/begin.ts';
import { matchers, type RunMatchers } from '../matchers/matchers.ts';
import { Problem } from '../problem.ts';
import { findConfig } from '../rehearse/config.ts';
import type { ScenarioSource } from '../rehearse/load-scenario.ts';
import type { SetupSource } from '../rehearse/load-setup.ts';
import { rehearseFrom } from '../rehearse/rehearse-from.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';

declare module 'vitest' {
  // Whatever is asked, what comes of it is what Vitest's own matchers give.
  interface Matchers<R, T> extends RunMatchers<T extends unknown ? R : never> {}
}

expect.extend(matchers);

/** What tests made with our `test` are given. */
export interface Fixtures {
  /** The setup of all rehearsals of a test; the nearest `ecreplay.config.ts` above each scenario unless `test.override` says otherwise. */
  readonly setup: SetupSource | undefined;
  /** The scenario of `run`, by `test.override({ scenario })`. */
  readonly scenario: ScenarioSource | undefined;
  /** The scenario, rehearsed. */
  readonly run: Rehearsal;
  /** Rehearses a scenario with the setup of this test, or with one of its own. */
  readonly rehearse: (scenario: ScenarioSource, setup?: SetupSource) => Promise<Rehearsal>;
  /** Begins a rehearsal that can be waited in; it is ended when the test is. */
  readonly begin: (scenario: ScenarioSource, setup?: SetupSource) => Underway;
}

/** `test` of Vitest with fixtures to rehearse by; importing it also teaches `expect` the matchers of a run. */
export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  // Vitest reads the names of what a fixture needs out of its first parameter.
  setup: async ({ task }, use) => use(findConfig(dirname(task.file.filepath))),
  scenario: undefined,
  rehearse: async ({ setup }, use) => use((scenario, own = setup) => rehearseFrom(scenario, own)),
  run: async ({ scenario, rehearse }, use) => {
    if (scenario === undefined)
      throw new Problem(
        'USAGE',
        'Cannot rehearse "run": this test has no scenario, wanted test.override({ scenario: "scenarios/push.yaml" })',
      );
    await use(await rehearse(scenario));
  },
  begin: async ({ setup }, use) => {
    const underway: Underway[] = [];
    await use((scenario, own = setup) => {
      const begun = beginOne(scenario, own);
      underway.push(begun);
      return begun;
    });
    for (const begun of underway) await begun[Symbol.asyncDispose]();
  },
});

export { expect };
