import type { Reporter, TestModule, Vitest } from 'vitest/node';
import type { Outcome } from './outcome.ts';

/** Lists, below each scenario that Vitest reports, the promises it checked. */
export function promisesReporter(): Reporter {
  let vitest: Vitest;
  return {
    onInit(context) {
      vitest = context;
    },
    onTestModuleEnd(module: TestModule) {
      for (const test of module.children.allTests()) {
        const outcome: Outcome | undefined = test.meta().ecreplay;
        if (outcome === undefined || outcome.kind === 'problem') continue;
        for (const promise of outcome.promises) vitest.logger.log(promise);
      }
    },
  };
}
