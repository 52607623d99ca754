import { AssertionError } from 'node:assert';
import { matchers, type RunMatchers } from './matchers.ts';

/** The matchers of a run, and each of them denied. */
export interface ExpectRun extends RunMatchers {
  readonly not: RunMatchers;
}

/**
 * Asks a rehearsal without a runner's `expect`, as in `node:test`: throws the `AssertionError` that `node:assert` would.
 *
 * @example
 * expectRun(await rehearse('scenarios/push.yaml')).toHaveInvoked('deployer', 1);
 */
export function expectRun(run: unknown): ExpectRun {
  return { ...asking(run, false), not: asking(run, true) };
}

function asking(run: unknown, isNot: boolean): RunMatchers {
  const entries = Object.entries(matchers).map(([name, matcher]) => {
    const ask = (...given: unknown[]): void => {
      const { pass, message } = Reflect.apply(matcher, { isNot }, [run, ...given]);
      if (pass === isNot) throw new AssertionError({ message: message(), operator: name, stackStartFn: ask });
    };
    return [name, ask] as const;
  });
  return Object.fromEntries(entries) as unknown as RunMatchers;
}
