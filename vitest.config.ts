import { defineConfig } from 'vitest/config';
import { ecreplay } from './src/vitest/index.ts';

/** These start whole commands, a few at a time. */
const COMMANDS = [
  'test/unit/cli/*.test.ts',
  'test/unit/vitest/command/*.test.ts',
  'test/python/*.test.ts',
  'test/clients/*.test.ts',
];
/** Installs the package from its tarball, which takes npm a while. */
const PACKED = ['test/packed.test.ts'];
/** Hold LocalStack to what AWS promises, where one is there; not part of `npm test`. */
const LOCALSTACK = ['test/localstack/*.test.ts'];
/** Open pages in Chromium, where there is one; not part of `npm test`. */
const BROWSER = ['test/browser/*.test.ts'];
/** Hold our engine to our own runs, on an Artillery that is installed apart; what is measured wants the machine for itself. */
const ARTILLERY = ['test/artillery/*.test.ts'];
/** Consumers in other languages, as far as these are here. */
const RUNTIMES = ['test/runtimes/*.test.ts'];

export default defineConfig({
  test: {
    // Most tests wait more than they compute, and Vitest leaves a core of each machine alone: of two that is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // For machines that do other things, too; what never ends is found all the same.
          testTimeout: 20_000,
          include: ['test/**/*.test.ts'],
          exclude: [...COMMANDS, ...PACKED, ...LOCALSTACK, ...BROWSER, ...ARTILLERY, ...RUNTIMES, 'test/fixtures/**'],
        },
      },
      { test: { name: 'commands', include: COMMANDS, testTimeout: 60_000, maxConcurrency: 3 } },
      { test: { name: 'packed', include: PACKED, testTimeout: 180_000, hookTimeout: 180_000 } },
      { test: { name: 'localstack', include: LOCALSTACK } },
      { test: { name: 'browser', include: BROWSER, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'artillery', include: ARTILLERY, testTimeout: 60_000 } },
      { test: { name: 'runtimes', include: RUNTIMES, testTimeout: 60_000 } },
      { plugins: [ecreplay()], test: { name: 'scenarios', include: [], isolate: false, pool: 'threads' } },
    ],
  },
});
