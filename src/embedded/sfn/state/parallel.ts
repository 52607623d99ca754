import { Failure } from '../failure.ts';
import type { Visit } from '../strand.ts';
import { branchOf } from './branch.ts';

/** Runs all branches at once, each with the same input; the first to fail ends the others. Gives their outputs in order. */
export async function performParallel(visit: Visit, input: unknown): Promise<unknown[]> {
  const { strand, state } = visit;
  const { history, states } = strand.run;
  const started = history.add('ParallelStateStarted', strand.last);
  strand.last = started;
  try {
    const outputs = await strand.scope.fork(
      (state.Branches ?? []).map((branch) => async (scope) => {
        const inner = branchOf(visit, scope, started, strand.item);
        try {
          return await states(inner, branch, structuredClone(input));
        } finally {
          // What follows the state follows whatever happened last in it.
          strand.last = Math.max(strand.last, inner.last);
        }
      }),
    );
    strand.last = history.add('ParallelStateSucceeded', strand.last);
    return outputs;
  } catch (error) {
    if (error instanceof Failure) strand.last = history.add('ParallelStateFailed', strand.last);
    throw error;
  }
}
