import { Problem } from '../../problem.ts';
import { rehearse, type Rehearsal } from '../../rehearse/rehearse.ts';
import type { Setup } from '../../rehearse/setup.ts';
import { check } from '../../scenario/check/check.ts';
import type { FaultInput } from '../../scenario/fault.ts';
import type { ConsumerExpectation } from '../../scenario/expectation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { soundParts } from '../../scenario/sound-parts.ts';
import type { Given, Step } from '../../scenario/step.ts';
import { failuresOf, isSame, type Failure } from './failure.ts';
import { dropping, kindsOf } from './kinds.ts';
import { smallest } from './smallest.ts';

/** A scenario with which a consumer fails, and no more than it takes. */
export interface Shrunk {
  readonly scenario: Scenario;
  readonly failure: Failure;
  /** How often the consumer was tried. */
  readonly trials: number;
  readonly isMinimal: boolean;
}

/**
 * Cuts a scenario down to what it takes for a consumer to fail the same way: steps first, then faults, what is given,
 * and the kinds of events that are delivered. Nothing where the consumer does not fail.
 */
export async function shrink(
  whole: Scenario,
  setup: Setup,
  consumer: string,
  answers: Answers = {},
): Promise<Shrunk | undefined> {
  const { bus: _bus, ...here } = setup;
  const told = expecting(whole, consumer, answers);
  const before = await tried(told, here);
  const failure = before === undefined ? undefined : failuresOf(before.run, consumer)[0];
  if (before === undefined || failure === undefined) return undefined;
  let trials = 1;
  let isMinimal = true;
  let scenario = told;
  const unfit = undeclared(before);

  const fails = async (candidate: Scenario): Promise<Rehearsal | undefined> => {
    const rehearsal = await tried(candidate, here);
    if (rehearsal === undefined || undeclared(rehearsal) > unfit) return undefined;
    return failuresOf(rehearsal.run, consumer).some((each) => isSame(each, failure)) ? rehearsal : undefined;
  };
  const cut = async <Item>(items: readonly Item[], made: (items: readonly Item[]) => Scenario): Promise<void> => {
    const left = await smallest(items, async (some) => (await fails(made(some))) !== undefined);
    trials += left.trials;
    isMinimal &&= left.isMinimal;
    scenario = made(left.items);
  };

  await cut(scenario.steps, (steps: readonly Step[]) => ({ ...scenario, steps }));
  if (scenario.steps.length === 0) return undefined;
  await cut(scenario.delivery.faults, (faults: readonly FaultInput[]) => withFaults(scenario, faults));
  await cut(scenario.given, (given: readonly Given[]) => ({ ...scenario, given }));
  await cut(Object.entries(answers), (some) => expecting(scenario, consumer, Object.fromEntries(some)));
  const rehearsal = await tried(scenario, here);
  const kinds = kindsOf(rehearsal?.timeline ?? []);
  const { faults } = scenario.delivery;
  await cut(kinds, (some) =>
    withFaults(scenario, [...faults, ...dropping(kinds.filter((kind) => !some.includes(kind)))]),
  );
  return { scenario, failure, trials, isMinimal };
}

function withFaults(scenario: Scenario, faults: readonly FaultInput[]): Scenario {
  return { ...scenario, delivery: { ...scenario.delivery, faults } };
}

/** The promise that the failure breaks. */
function expecting(scenario: Scenario, consumer: string, answers: Answers): Scenario {
  const said = Object.keys(answers).length === 0 ? {} : { answers };
  return { ...scenario, expect: [{ consumer, threw: false, ...said }] };
}

type Answers = NonNullable<ConsumerExpectation['answers']>;

/** Plays a scenario once; nothing where it is none: an image is pulled that nobody has pushed any more. */
async function tried(scenario: Scenario, setup: Setup): Promise<Rehearsal | undefined> {
  if (scenario.steps.length === 0 || check(soundParts({ ...scenario })).length > 0) return undefined;
  try {
    return await rehearse(scenario, setup);
  } catch (error) {
    // A consumer that cannot be loaded is the user's to mend, whatever the steps are.
    if (error instanceof Problem && error.code.startsWith('SCENARIO_')) return undefined;
    throw error;
  }
}

/** Steps that fail without saying so: a piece must not have more of them than the whole. */
function undeclared({ findings }: Rehearsal): number {
  return findings.filter(({ promise, kind }) => promise === 'step' && kind === 'broken').length;
}
