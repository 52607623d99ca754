import { Failure } from '../failure.ts';
import { assign, contextOf, visible, type Visit } from '../strand.ts';
import type { Fields } from './fields.ts';
import { evaluate, type Bindings } from './jsonata.ts';

/** The fields of a state that is written with JSONata: Arguments, Output, Assign, and expressions wherever a value may stand. */
export function jsonataFields(visit: Visit): Fields {
  const { state, strand, input } = visit;
  const around = { random: strand.run.random, now: () => strand.run.agenda.now() };

  function bindings(more: Readonly<Record<string, unknown>> = {}, item?: object): Bindings {
    return {
      states: { input, context: { ...contextOf(visit), ...item }, ...more },
      variables: visible(strand.variables),
    };
  }

  /** Assign and Output see the same variables: those from before the state. */
  async function conclude(
    fields: { readonly Assign?: unknown; readonly Output?: unknown },
    at: string,
    otherwise: unknown,
    more: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    const seen = bindings(more);
    const output = fields.Output === undefined ? otherwise : await evaluate(fields.Output, `${at}Output`, seen, around);
    if (fields.Assign !== undefined) {
      const values = await evaluate(fields.Assign, `${at}Assign`, seen, around);
      assign(visit, values as Readonly<Record<string, unknown>>);
    }
    return output;
  }

  return {
    input: () => input,
    parameters: async () => {
      const given =
        state.Arguments === undefined ? input : await evaluate(state.Arguments, 'Arguments', bindings(), around);
      visit.inspected?.set('afterArguments', given);
      return given;
    },
    value: (field) => evaluate(state[field], field, bindings(), around),
    items: async () => (state.Items === undefined ? input : evaluate(state.Items, 'Items', bindings(), around)),
    itemInput: async (Index, Value) =>
      state.ItemSelector === undefined
        ? Value
        : evaluate(state.ItemSelector, 'ItemSelector', bindings({}, { Map: { Item: { Index, Value } } }), around),
    output: (result) => {
      visit.inspected?.set('result', result);
      return conclude(state, '', result, { result });
    },
    caught: (catcher, failure) => {
      const errorOutput = failure.toOutput();
      const at = `Catch[${state.Catch?.indexOf(catcher) ?? 0}]/`;
      return conclude(catcher, at, errorOutput, { errorOutput });
    },
    holds: async (rule, location) => {
      const holds = await evaluate(rule.Condition, location, bindings(), around);
      if (typeof holds === 'boolean') return holds;
      throw new Failure(
        'States.QueryEvaluationError',
        `The JSONata expression for the field '${location}' must return a boolean, but returned ${JSON.stringify(holds)}`,
        location,
      );
    },
    chosen: (rule, location) =>
      rule === undefined
        ? conclude(state, '', input, {})
        : conclude({ Output: rule.Output ?? state.Output, Assign: rule.Assign }, location, input, {}),
  };
}
