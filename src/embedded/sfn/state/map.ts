import type { MachineDefinition } from '../definition.ts';
import { Failure, runtimeFailure } from '../failure.ts';
import type { Fields } from '../query/fields.ts';
import type { Visit } from '../strand.ts';
import { Halted, type Scope } from '../time/scope.ts';
import { branchOf } from './branch.ts';

/** An inline map runs at most so many iterations at once. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MOST_AT_ONCE = 40;

/** Runs the same states for each item; the first iteration to fail ends the others. Gives the outputs in the order of the items. */
export async function performMap(visit: Visit, fields: Fields): Promise<unknown[]> {
  const { strand, name } = visit;
  const { history, states } = strand.run;
  const items = await fields.items();
  if (!Array.isArray(items)) {
    const path = visit.state.ItemsPath;
    throw runtimeFailure(
      path === undefined ? `Reference path "$" must point to array.` : `Reference path "${path}" must point to array.`,
    );
  }
  const atOnce = await concurrency(fields);
  const inputs: unknown[] = [];
  for (const [index, item] of items.entries()) inputs.push(await fields.itemInput(index, item));
  const started = history.add('MapStateStarted', strand.last, {
    mapStateStartedEventDetails: { length: items.length },
  });
  strand.last = started;
  try {
    const outputs = await inTurn(strand.scope, items.length, atOnce, (index, scope) =>
      iterate(visit, { index, item: items[index], input: inputs[index], started }, scope),
    );
    strand.last = history.add('MapStateSucceeded', strand.last);
    return outputs;
  } catch (error) {
    if (error instanceof Failure) strand.last = history.add('MapStateFailed', strand.last);
    throw error;
  }

  async function iterate(
    of: Visit,
    { index, item, input, started: follows }: { index: number; item: unknown; input: unknown; started: number },
    scope: Scope,
  ): Promise<unknown> {
    const details = { name, index };
    const first = history.add('MapIterationStarted', follows, { mapIterationStartedEventDetails: details });
    const inner = branchOf(of, scope, first, { Index: index, Value: item });
    const end = (how: 'Succeeded' | 'Failed' | 'Aborted'): void => {
      const id = history.add(`MapIteration${how}`, inner.last, { [`mapIteration${how}EventDetails`]: details });
      strand.last = Math.max(strand.last, id);
    };
    try {
      const output = await states(inner, processor(of), structuredClone(input));
      end('Succeeded');
      return output;
    } catch (error) {
      if (error instanceof Failure) end('Failed');
      else if (error instanceof Halted && !strand.scope.halted) end('Aborted');
      throw error;
    }
  }
}

function processor({ state }: Visit): MachineDefinition {
  return (state.ItemProcessor ?? state.Iterator)!;
}

/** How many iterations may run at once. Zero is as many as there can be. */
async function concurrency(fields: Fields): Promise<number> {
  const given = (await fields.value('MaxConcurrency')) ?? 0;
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 0)
    throw runtimeFailure(`The MaxConcurrency must be a non-negative integer, but was: ${JSON.stringify(given)}`);
  return given === 0 ? MOST_AT_ONCE : Math.min(given, MOST_AT_ONCE);
}

/** Does `count` things, `atOnce` at a time, each begun in order. */
async function inTurn(
  scope: Scope,
  count: number,
  atOnce: number,
  work: (index: number, scope: Scope) => Promise<unknown>,
): Promise<unknown[]> {
  const outputs = Array.from<unknown>({ length: count });
  let next = 0;
  await scope.fork(
    Array.from({ length: Math.min(count, atOnce) }, () => async (own: Scope) => {
      while (next < count) {
        const index = next;
        next += 1;
        outputs[index] = await work(index, own);
      }
    }),
  );
  return outputs;
}
