export { begin, type Underway } from './begin.ts';
export { expectRun, type ExpectRun } from './expect-run.ts';
export { matchers, type RunMatchers, type Verdict } from './matchers.ts';
export type { Waiter, Waiting } from './waiter.ts';
