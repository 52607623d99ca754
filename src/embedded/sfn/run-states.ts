import type { MachineDefinition, StateDefinition } from './definition.ts';
import { Failure, runtimeFailure } from './failure.ts';
import { dataMembers } from './history.ts';
import { catcherFor, openRetries } from './retry.ts';
import { performState, type Outcome } from './state/perform-state.ts';
import { fieldsOf } from './query/fields.ts';
import { endedBy, type Strand, type Visit } from './strand.ts';
import { Halted } from './time/scope.ts';

/** Carries out states, one after another, from the first of a machine or branch to one that ends it. Gives the last output. */
export async function runStates(strand: Strand, definition: MachineDefinition, input: unknown): Promise<unknown> {
  let name = definition.StartAt;
  let handed = input;
  for (;;) {
    const { output, next } = await visitState(strand, name, definition.States[name]!, handed);
    if (next === undefined) return output;
    name = next;
    handed = output;
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: what goes round for ever ends here. */
const MOST_EVENTS = 25_000;

async function visitState(strand: Strand, name: string, state: StateDefinition, input: unknown): Promise<Outcome> {
  const { run } = strand;
  // A branch that waits for nothing has to be told that another has failed.
  if (strand.scope.halted) throw new Halted();
  // The last event tells of the end.
  if (run.history.events.length >= MOST_EVENTS - 1)
    throw runtimeFailure(`The execution reached the maximum number of history events (${MOST_EVENTS}).`);
  // Only the machine's own states can be gone back to, not those within them.
  if (strand.scope === run.execution?.scope)
    run.execution.at = { name, input, variables: new Map(strand.variables.own) };
  const enteredId = run.history.add(`${state.Type}StateEntered`, strand.last, {
    stateEnteredEventDetails: { name, ...dataMembers('input', input) },
  });
  strand.last = enteredId;
  const visit: Visit = {
    strand,
    name,
    state,
    language: state.QueryLanguage ?? strand.language,
    input,
    entered: run.agenda.now(),
    enteredId,
    retries: 0,
    callback: undefined,
    assigned: undefined,
  };
  const outcome = await unlessEnded(visit, withRetries(visit));
  if (state.Type !== 'Fail') {
    strand.last = run.history.add(`${state.Type}StateExited`, strand.last, {
      stateExitedEventDetails: { name, ...dataMembers('output', outcome.output), ...assignedMembers(visit) },
    });
  }
  return outcome;
}

/** Kinds of state whose stay has an event for being ended from without. */
const ABORTABLE = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Notes that a state was ended because one beside it has failed. */
async function unlessEnded({ strand, state }: Visit, outcome: Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome;
  } catch (error) {
    const by = endedBy(strand.fate);
    if (error instanceof Halted && by !== undefined && ABORTABLE.has(state.Type))
      strand.run.history.add(`${state.Type}StateAborted`, by);
    throw error;
  }
}

async function withRetries(visit: Visit): Promise<Outcome> {
  const { strand, state } = visit;
  const retries = openRetries(state.Retry, strand.run.random);
  for (;;) {
    let failure: Failure;
    try {
      return await performState(visit);
    } catch (error) {
      // Being halted is no failure of the state's, and a defect is ours.
      if (!(error instanceof Failure)) throw error;
      failure = inState(error, visit);
    }
    const delay = retries(failure);
    if (delay !== undefined) {
      await strand.scope.pause(delay);
      visit.retries += 1;
      continue;
    }
    // Only what is not tried again has failed.
    if (state.Type === 'Parallel' || state.Type === 'Map')
      strand.last = strand.run.history.add(`${state.Type}StateFailed`, strand.last);
    const catcher = catcherFor(state.Catch, failure);
    if (catcher === undefined) throw failure;
    try {
      return { output: await fieldsOf(visit).caught(catcher, failure), next: catcher.Next };
    } catch (error) {
      throw error instanceof Failure ? inState(error, visit) : error;
    }
  }
}

/** Failures of the state itself, rather than of what it has called: these are worded with the state that they happened in. */
const OF_THE_STATE = new Set([
  'States.Runtime',
  'States.QueryEvaluationError',
  'States.IntrinsicFailure',
  'States.ResultPathMatchFailure',
]);

const OPENING = 'An error occurred while executing the state ';

/** A failure in the words of the state that it happened in, if it is the state's own. */
export function inState(failure: Failure, { strand, name, enteredId }: Visit): Failure {
  const { error, reason = '', location } = failure;
  if (!OF_THE_STATE.has(error ?? '') || reason.startsWith(OPENING)) return failure;
  const cause = `${OPENING}'${name}' (entered at the event id #${enteredId}). ${reason}`;
  if (location !== undefined) {
    strand.last = strand.run.history.add('EvaluationFailed', strand.last, {
      evaluationFailedEventDetails: { error, cause, location, state: name },
    });
  }
  return new Failure(error, cause, location);
}

function assignedMembers({ assigned }: Visit): Readonly<Record<string, unknown>> {
  if (assigned === undefined) return {};
  return {
    assignedVariables: Object.fromEntries(
      Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    assignedVariablesDetails: { truncated: false },
  };
}
