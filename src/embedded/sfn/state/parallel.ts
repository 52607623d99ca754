import { Failure } from '../failure.ts';
import type { Fate, Visit } from '../strand.ts';
import { branchOf } from './branch.ts';

/** Runs all branches at once, each with the same input; the first to fail ends the others. Gives their outputs in order. */
export async function performParallel(visit: Visit, input: unknown): Promise<unknown[]> {
  const { strand, state } = visit;
  const { history, states } = strand.run;
  const started = history.add('ParallelStateStarted', strand.last);
  const fate: Fate = { failedAt: undefined, outer: strand.fate };
  let last = started;
  try {
    const outputs = await strand.scope.fork(
      (state.Branches ?? []).map((branch) => async (scope) => {
        const inner = branchOf(visit, { scope, fate, last: started, item: strand.item });
        try {
          const output = await states(inner, branch, structuredClone(input));
          last = Math.max(last, inner.last);
          return output;
        } catch (error) {
          if (error instanceof Failure) fate.failedAt ??= inner.last;
          throw error;
        }
      }),
    );
    // What follows the state follows whatever happened last in it, as AWS has it, and not the event that it succeeded.
    history.add('ParallelStateSucceeded', last);
    return outputs;
  } finally {
    strand.last = fate.failedAt ?? last;
  }
}
