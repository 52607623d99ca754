import { inspect } from 'node:util';
import { isNativeError } from 'node:util/types';
import { handlerFile, splitHandler } from '../consumer/handler-file.ts';
import type { ImportModule } from '../consumer/load-handler.ts';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import type { Run } from '../replay/run.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';

/** What a user holds every run to: it returns false or throws where that is broken, and anything else where it is kept. */
export type Invariant = (run: Run) => unknown;

/** Why invariants do not hold, by `path#export`; `undefined` of those that do. */
export type InvariantVerdicts = ReadonlyMap<string, Error | undefined>;

/** What an invariant that is false has for a reason. */
export class InvariantFalse extends Error {
  override readonly name = 'InvariantFalse';

  constructor() {
    super('it returned false');
    // Where we called it from is of no use to anybody.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Imports `path#export`, a function over a run. Throws a `Problem` that says in a sentence what is the matter. */
export async function loadInvariant(named: string, root: string, importModule: ImportModule): Promise<Invariant> {
  const cannot = (reason: string, cause?: unknown): Problem =>
    new Problem('CONSUMER_NOT_LOADED', `Cannot load invariant "${named}": ${reason}`, { cause });
  const { path, exported } = splitHandler(named);
  const file = handlerFile(root, named);
  if (file === undefined) throw cannot(`there is no file "${path}"`);
  let module: unknown;
  try {
    module = await importModule(file, 'warm');
  } catch (error) {
    throw cannot(`"${path}" fails as it is imported: ${inWords(error)}`, error);
  }
  const found: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, exported) : undefined;
  if (typeof found === 'function') return found as Invariant;
  const names = Object.keys(module as object);
  const meant = nearest(exported, names);
  throw cannot(
    found === undefined
      ? `"${path}" does not export "${exported}"${meant === undefined ? '' : `, did you mean "${meant}"`}`
      : `"${exported}" of "${path}" is no function`,
  );
}

/** Asks an invariant about a run: why it does not hold, or `undefined`. */
export async function broken(invariant: Invariant, run: Run): Promise<Error | undefined> {
  try {
    return (await invariant(run)) === false ? new InvariantFalse() : undefined;
  } catch (error) {
    // Anything can be thrown, and asserting libraries of another realm throw errors of theirs.
    if (isNativeError(error)) return error;
    return Object.assign(new Error(`it threw ${inspect(error, { depth: 1 })}`), { stack: '' });
  }
}

/** Asks the invariants that a scenario names. */
export async function askInvariants(
  scenario: Scenario,
  run: Run,
  { root, importModule }: { readonly root: string; readonly importModule: ImportModule },
): Promise<InvariantVerdicts> {
  const verdicts = new Map<string, Error | undefined>();
  for (const [index, expectation] of scenario.expect.entries()) {
    if (!('invariant' in expectation)) continue;
    const { invariant: named } = expectation;
    try {
      verdicts.set(named, await broken(await loadInvariant(named, root, importModule), run));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.code, error.message, {
        cause: error.cause,
        place: placeOf(scenario, `/expect/${index}/invariant`),
      });
    }
  }
  return verdicts;
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n', 1)[0]}` : String(error);
}
