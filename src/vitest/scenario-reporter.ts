import { stripVTControlCharacters, styleText } from 'node:util';
import { DefaultReporter, type TestCase, type TestModule } from 'vitest/node';
import type { Outcome } from './outcome.ts';

/**
 * Vitest's own reporter (its progress, its errors with their code frames, its summary), with a line a scenario: what became of its
 * promises. What was not checked is told in any case; with `isVerbose` all promises are, and what happened.
 */
export class ScenarioReporter extends DefaultReporter {
  readonly #isVerbose: boolean;
  readonly #limits = new Set<string>();

  constructor({ isVerbose = false }: { readonly isVerbose?: boolean } = {}) {
    super();
    this.#isVerbose = isVerbose;
  }

  protected override printTestModule(module: TestModule): void {
    const tests = [...module.children.allTests()];
    const outcome = tests.length === 1 ? tests[0]!.meta().ecreplay : undefined;
    // A module that could not so much as be collected has no test to say anything of.
    if (outcome === undefined) return super.printTestModule(module);
    this.#printScenario(tests[0]!, outcome);
  }

  override onTestRunEnd(...ended: Parameters<DefaultReporter['onTestRunEnd']>): void {
    for (const limit of this.#limits) this.log(limit);
    this.#limits.clear();
    super.onTestRunEnd(...ended);
  }

  #printScenario(test: TestCase, outcome: Outcome): void {
    const { duration = 0 } = test.diagnostic() ?? {};
    const took = styleText('dim', `${Math.round(duration)}ms`);
    const words = test.result().state === 'skipped' ? 'skipped' : sayOutcome(outcome);
    this.log(` ${this.getEntityPrefix(test)} ${test.module.relativeModuleId}  ${words}  ${took}`);
    if (outcome.kind === 'problem') return;
    // Where something else went wrong, what was promised is all the more worth a word.
    const isTold = this.#isVerbose || outcome.codes !== undefined;
    for (const line of isTold ? outcome.promises : outcome.promises.filter(isAlwaysTold)) this.log(line);
    if (this.#isVerbose) for (const line of outcome.course ?? []) this.log(line);
    for (const limit of outcome.limits ?? []) this.#limits.add(limit);
  }
}

/** What a reader must not miss, so as not to believe that all is well. */
function isAlwaysTold(promise: string): boolean {
  return !/^\s*(kept|BROKEN) /.test(stripVTControlCharacters(promise));
}

function sayOutcome(outcome: Outcome): string {
  if (outcome.kind === 'problem') return [...new Set(outcome.codes)].join(', ');
  const many = (kind: RegExp) => outcome.promises.filter((promise) => kind.test(promise)).length;
  const [kept, broken, unchecked] = [many(/^\s*kept /), many(/^\s*BROKEN /), many(/^\s*not checked /)];
  const all = kept + broken + unchecked;
  const beside = unchecked === 0 ? '' : `, ${unchecked} not checked`;
  if (broken > 0) return `${broken} of ${promises(all)} broken${beside}`;
  return all === 0 ? 'no promises' : `${promises(kept)} kept${beside}`;
}

function promises(many: number): string {
  return `${many} promise${many === 1 ? '' : 's'}`;
}
