import type { Reporter, TestModule, Vitest } from 'vitest/node';
import type { Outcome } from './outcome.ts';

/** Lists, below each scenario that Vitest reports, the promises it checked; and at the end, once, what the bus could not do. */
export function promisesReporter(): Reporter {
  let vitest: Vitest;
  const limits = new Set<string>();
  return {
    onInit(context) {
      vitest = context;
    },
    onTestModuleEnd(module: TestModule) {
      for (const test of module.children.allTests()) {
        const outcome: Outcome | undefined = test.meta().ecreplay;
        if (outcome === undefined || outcome.kind === 'problem') continue;
        for (const promise of outcome.promises) vitest.logger.log(promise);
        for (const limit of outcome.limits ?? []) limits.add(limit);
      }
    },
    onTestRunEnd() {
      for (const limit of limits) vitest.logger.log(limit);
      limits.clear();
    },
  };
}
