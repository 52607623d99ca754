import type { TestCase, Vitest } from 'vitest/node';
import { exitCodeOf } from '../problem.ts';
import type { Outcome } from '../vitest/outcome.ts';
import { type ExitCode, weightier } from './exit.ts';

/** The exit code that a finished run of Vitest amounts to. */
export function verdictOf(vitest: Pick<Vitest, 'state'>): ExitCode {
  // A consumer that throws after its invocation has ended, where nobody can catch it, has broken something.
  let code: ExitCode = vitest.state.getUnhandledErrors().length > 0 ? 1 : 0;
  for (const module of vitest.state.getTestModules()) {
    // A module that fails outside its test was worded wrongly by us.
    if (module.errors().length > 0) code = weightier(code, 70);
    for (const test of module.children.allTests()) code = weightier(code, codeOf(test));
  }
  return code;
}

function codeOf(test: TestCase): ExitCode {
  const outcome: Outcome | undefined = test.meta().ecreplay;
  // One that was given up because another has failed is none of its own.
  if (test.result().state === 'skipped') return 0;
  if (outcome?.kind === 'problem') return outcome.codes.map(exitCodeOf).reduce<ExitCode>(weightier, 2);
  if (test.result().state !== 'failed') return 0;
  if (outcome === undefined) return 70;
  return (outcome.codes ?? []).map(exitCodeOf).reduce<ExitCode>(weightier, outcome.kind === 'broken' ? 1 : 0);
}
