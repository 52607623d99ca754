import type { QueryLanguage, StateDefinition } from '../definition.ts';
import { Failure } from '../failure.ts';
import { openHistory } from '../history.ts';
import { fieldsOf } from '../query/fields.ts';
import { catcherFor, delayOf, retrierFor } from '../retry.ts';
import { inState, runStates } from '../run-states.ts';
import { performState } from '../state/perform-state.ts';
import type { Mock, Run, Strand, Visit } from '../strand.ts';
import { openScope } from '../time/scope.ts';

/** One state that is to be tried out by itself. */
export interface Trial {
  readonly name: string;
  readonly state: StateDefinition;
  readonly language: QueryLanguage;
  readonly input: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Run['context'];
  /** Takes the place of what the state would call. */
  readonly mock: Mock | undefined;
  /** How often the retrier that is to decide has decided before. */
  readonly retries: number;
}

/** How it went. */
export interface Tried {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: unknown;
  readonly next?: string | undefined;
  readonly failure?: Failure;
  readonly errorDetails?: Readonly<Record<string, number>>;
  /** What it had on the way, by the names that TestState gives to it. */
  readonly inspected: ReadonlyMap<string, unknown>;
}

/** Carries out one state, once. It has no history that anybody could read, and leads nowhere. */
export async function tryOut(
  trial: Trial,
  around: Omit<Run, 'execution' | 'history' | 'context' | 'states'>,
): Promise<Tried> {
  const { state, name, language, input, mock, retries } = trial;
  const { agenda, pacer } = around;
  const inspected = new Map<string, unknown>([['input', input]]);
  const history = openHistory(() => agenda.now());
  const strand: Strand = {
    run: { ...around, history, states: runStates, context: trial.context },
    scope: openScope(agenda, pacer),
    variables: { own: new Map(Object.entries(trial.variables)), outer: undefined },
    language,
    item: undefined,
    fate: { failedAt: undefined, outer: undefined },
    last: 0,
  };
  const visit: Visit = {
    strand,
    name,
    state,
    language: state.QueryLanguage ?? language,
    input,
    entered: agenda.now(),
    enteredId: history.add(`${state.Type}StateEntered`, 0),
    retries,
    callback: undefined,
    assigned: undefined,
    mock,
    inspected,
  };
  const found = (): Pick<Tried, 'inspected'> => {
    inspected.set('variables', Object.fromEntries(strand.variables.own));
    return { inspected };
  };
  try {
    const { output, next } = await performState(visit);
    return { status: 'SUCCEEDED', output, next, ...found() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failure = inState(error, visit);
    const retrier = retrierFor(state.Retry, failure);
    const delay = retrier === undefined ? undefined : delayOf(retrier, retries);
    if (retrier !== undefined && delay !== undefined) {
      const retryIndex = state.Retry!.indexOf(retrier);
      return {
        status: 'RETRIABLE',
        failure,
        errorDetails: { retryIndex, retryBackoffIntervalSeconds: delay / 1000 },
        ...found(),
      };
    }
    const catcher = catcherFor(state.Catch, failure);
    if (catcher === undefined) return { status: 'FAILED', failure, ...found() };
    const output = await fieldsOf(visit).caught(catcher, failure);
    const catchIndex = state.Catch!.indexOf(catcher);
    return { status: 'CAUGHT_ERROR', output, next: catcher.Next, failure, errorDetails: { catchIndex }, ...found() };
  }
}
