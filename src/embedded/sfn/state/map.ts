import type { MachineDefinition } from '../definition.ts';
import { Failure, runtimeFailure } from '../failure.ts';
import type { Fields } from '../query/fields.ts';
import { endedBy, type Fate, type Strand, type Visit } from '../strand.ts';
import type { Scope } from '../time/scope.ts';
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
  const fate: Fate = { failedAt: undefined, outer: strand.fate };
  let last = started;
  try {
    const outputs = await inTurn(strand.scope, items.length, atOnce, iterate);
    // As with Parallel, what follows does not follow this.
    history.add('MapStateSucceeded', last);
    return outputs;
  } finally {
    strand.last = fate.failedAt ?? last;
  }

  /** Runs one iteration after the one before it in the same lane. */
  async function iterate(index: number, scope: Scope, before: Strand | undefined): Promise<[unknown, Strand]> {
    const details = { name, index };
    const first = history.add('MapIterationStarted', before?.last ?? started, {
      mapIterationStartedEventDetails: details,
    });
    const inner = branchOf(visit, {
      scope,
      fate,
      last: first,
      item: { Index: index, Value: (items as unknown[])[index] },
    });
    const end = (how: 'Succeeded' | 'Failed' | 'Aborted', follows: number): number =>
      history.add(`MapIteration${how}`, follows, { [`mapIteration${how}EventDetails`]: details });
    // Those that begin at the same time have all begun before the first state is entered.
    await Promise.resolve();
    try {
      const output = await states(inner, processor(visit), structuredClone(inputs[index]));
      last = Math.max(last, end('Succeeded', inner.last));
      return [output, inner];
    } catch (error) {
      const by = endedBy(fate);
      if (error instanceof Failure) {
        fate.failedAt ??= inner.last;
        end('Failed', inner.last);
      } else if (by !== undefined) {
        end('Aborted', by);
      }
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

/** Does `count` things in up to `lanes` lanes, each begun in order; each is told of the one before it in its lane. */
async function inTurn<Done>(
  scope: Scope,
  count: number,
  lanes: number,
  work: (index: number, scope: Scope, before: Done | undefined) => Promise<[output: unknown, done: Done]>,
): Promise<unknown[]> {
  const outputs = Array.from<unknown>({ length: count });
  let next = 0;
  await scope.fork(
    Array.from({ length: Math.min(count, lanes) }, () => async (own: Scope) => {
      let before: Done | undefined;
      while (next < count) {
        const index = next;
        next += 1;
        [outputs[index], before] = await work(index, own, before);
      }
    }),
  );
  return outputs;
}
