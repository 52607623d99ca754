import { holdsRule } from '../choice/holds-rule.ts';
import { runtimeFailure } from '../failure.ts';
import { canonical, follow, type Roots } from '../path/follow.ts';
import { put } from '../path/put.ts';
import { readPath } from '../path/read-path.ts';
import { assign, contextOf, variable, type Visit } from '../strand.ts';
import type { Fields } from './fields.ts';
import { fill, lookUp, type Source } from './template.ts';

/** The fields of a state that is written with JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath. */
export function jsonPathFields(visit: Visit): Fields {
  const { state, strand, input: raw } = visit;
  const { random } = strand.run;

  const source = (start: unknown, item?: object): Source => ({
    random,
    roots: (root) => {
      if (root === '$') return start;
      if (root === '$$') return { ...contextOf(visit), ...item };
      return variable(strand.variables, root.slice(1));
    },
  });

  function setVariables(template: unknown, start: unknown): void {
    if (template !== undefined) assign(visit, fill(template, source(start)) as Readonly<Record<string, unknown>>);
  }

  /** Hands a value on, and tells whoever tries the state out what it was. */
  function noted(name: string, value: unknown): unknown {
    visit.inspected?.set(name, value);
    return value;
  }

  const input = (): unknown => noted('afterInputPath', through(state.InputPath, source(raw).roots));

  /** OutputPath picks from what the state would hand on; a path of null is an empty object. */
  const picked = (whole: unknown): unknown => through(state.OutputPath, source(whole).roots);

  const placed = (path: string | null | undefined, value: unknown): unknown =>
    path === null ? raw : path === undefined || path === '$' ? value : put(raw, path, value);

  return {
    input,
    parameters: () => Promise.resolve(noted('afterParameters', fillOr(state.Parameters, input(), source))),
    value: (field) => {
      const path = state[`${field}Path`];
      if (typeof path !== 'string') return Promise.resolve(state[field]);
      // Error and Cause may also be made by an intrinsic function.
      const template = { [`${field}.$`]: path };
      const from = source(input());
      return Promise.resolve(
        path.startsWith('$')
          ? lookUp(path, `${field}Path`, from)
          : (fill(template, from) as Record<string, unknown>)[field],
      );
    },
    items: () => Promise.resolve(lookUp(state.ItemsPath ?? '$', 'ItemsPath', source(input()))),
    itemInput: (Index, Value) => {
      const template = state.ItemSelector ?? state.Parameters;
      return Promise.resolve(
        template === undefined ? Value : fill(template, source(input(), { Map: { Item: { Index, Value } } })),
      );
    },
    output: (result) => {
      // A Pass state's result may be a literal; selectors are for those that something else has answered.
      const selected = noted('afterResultSelector', fillOr(state.ResultSelector, noted('result', result), source));
      setVariables(state.Assign, selected);
      const takesResult =
        state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' || state.Type === 'Pass';
      return Promise.resolve(
        picked(takesResult ? noted('afterResultPath', placed(state.ResultPath, selected)) : selected),
      );
    },
    caught: (catcher, failure) => {
      const error = failure.toOutput();
      setVariables(catcher.Assign, error);
      return Promise.resolve(placed(catcher.ResultPath, error));
    },
    holds: (rule) => Promise.resolve(holdsRule(rule, source(input()).roots)),
    chosen: (rule) => {
      setVariables(rule?.Assign ?? (rule === undefined ? state.Assign : undefined), input());
      return Promise.resolve(picked(input()));
    },
  };
}

function fillOr(template: unknown, value: unknown, source: (start: unknown) => Source): unknown {
  return template === undefined ? value : fill(template, source(value));
}

/** Follows an InputPath or OutputPath. */
function through(path: string | null | undefined, roots: Roots): unknown {
  if (path === null) return {};
  const read = readPath(path ?? '$');
  const found = follow(read, roots);
  if (found === undefined) throw runtimeFailure(`Invalid path '${path}' : No results for path: ${canonical(read)}`);
  return found;
}
