import type { FaultInput } from '../scenario/fault.ts';
import { Problems } from '../problem.ts';
import { printScenario } from '../scenario/print.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Played } from './player.ts';
import type { Breach } from './search.ts';

/** A play that breaches something. */
export interface Found {
  readonly breach: Breach;
  readonly played: Played;
}

/** Leaves out of a scenario whatever its breach does not need: steps, faults, what is given; until nothing more can go. */
export async function pruned(
  found: Found,
  judged: (scenario: Scenario) => Promise<{ readonly played: Played; readonly breach: Breach | undefined }>,
): Promise<Found> {
  let best = found;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const scenario of smaller(best.played.scenario)) {
      if (!isValid(scenario)) continue;
      const { played, breach } = await judged(scenario);
      if (breach?.key !== found.breach.key) continue;
      best = { breach, played };
      isSmaller = true;
      break;
    }
  }
  return best;
}

function* smaller(scenario: Scenario): Generator<Scenario> {
  const { steps, given, delivery } = scenario;
  const { faults } = delivery;
  for (let index = 0; index < faults.length; index += 1) yield withFaults(scenario, faults.toSpliced(index, 1));
  if (steps.length > 1) {
    for (let index = steps.length - 1; index >= 0; index -= 1) {
      const fewer = { ...scenario, steps: steps.toSpliced(index, 1).map(undeclared) };
      yield fewer;
      // What is counted may have moved by what is gone.
      for (const counted of new Set(faults.map(nthOf).filter((nth) => nth > 1))) {
        for (let nth = 1; nth < counted; nth += 1) {
          yield withFaults(
            fewer,
            faults.map((fault) => (nthOf(fault) >= counted ? withNth(fault, nthOf(fault) - nth) : fault)),
          );
        }
      }
    }
  }
  for (let index = 0; index < given.length; index += 1) yield { ...scenario, given: given.toSpliced(index, 1) };
  for (const [index, fault] of faults.entries()) {
    for (const plainer of plainerThan(fault)) yield withFaults(scenario, faults.with(index, plainer));
  }
  if (scenario.seed !== 1) yield { ...scenario, seed: 1 };
}

/** The code of a failure that the registry itself decides is found out anew. */
function undeclared(step: Scenario['steps'][number]): Scenario['steps'][number] {
  const [name, body] = Object.entries(step)[0]! as [string, unknown];
  if (
    typeof body !== 'object' ||
    body === null ||
    !('fails' in body) ||
    !/Exception$|NotFound$/.test(String(body.fails))
  )
    return step;
  if (/^(?:ThrottlingException|ExpiredTokenException|ServerException)$/.test(String(body.fails))) return step;
  const { fails: _fails, ...rest } = body;
  return { [name]: rest } as unknown as Scenario['steps'][number];
}

function* plainerThan(fault: FaultInput): Generator<FaultInput> {
  if ('duplicate' in fault && fault.duplicate.after !== '1s' && fault.duplicate.after !== '0s') {
    yield { duplicate: { ...fault.duplicate, after: '1s' } };
  }
  if ('overlap' in fault && fault.overlap.turns.length > 0) {
    yield { overlap: { ...fault.overlap, turns: [] } };
    for (let length = 1; length < fault.overlap.turns.length; length += 1) {
      yield { overlap: { ...fault.overlap, turns: fault.overlap.turns.slice(0, length) } };
    }
  }
  if ('fail' in fault && fault.fail.carriedOut) yield { fail: { ...fault.fail, carriedOut: false } };
}

function withFaults(scenario: Scenario, faults: readonly FaultInput[]): Scenario {
  return { ...scenario, delivery: { ...scenario.delivery, faults } };
}

function nthOf(fault: FaultInput): number {
  const [body] = Object.values(fault) as readonly { readonly nth?: number }[];
  return body?.nth ?? 0;
}

function withNth(fault: FaultInput, nth: number): FaultInput {
  const [name, body] = Object.entries(fault)[0]! as [string, object];
  return { [name]: { ...body, nth } } as unknown as FaultInput;
}

/** Whether a file that says this would be taken: what is left out may have been what a later step is about. */
function isValid(scenario: Scenario): boolean {
  try {
    readScenario(printScenario(scenario), scenario.file);
    return true;
  } catch (error) {
    if (error instanceof Problems) return false;
    throw error;
  }
}
