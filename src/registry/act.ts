import { seeded } from '../random.ts';
import { toInstant } from '../scenario/duration.ts';
import { parseImage } from '../scenario/image.ts';
import { withDefaults } from '../scenario/default-options.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';
import type { Step } from '../scenario/step.ts';
import { Problem } from '../problem.ts';
import type { Activity } from './activity.ts';
import { cast } from './caller.ts';
import { EcrFailure } from './failure.ts';
import { catchUp } from './due.ts';
import { furnish } from './given.ts';
import { Ledger } from './ledger.ts';
import { evaluateNightly } from './lifecycle/nightly.ts';
import { OPERATIONS } from './operations.ts';
import type { RequestChecks, Stage } from './stage.ts';
import { newRegistry, type Image, type Repository } from './state.ts';
import { perform } from './step/perform.ts';

/** Between two steps a person or a pipeline takes a second. */
const BETWEEN_STEPS = 1_000;

/** What decides how a scenario is acted out besides itself. */
export interface Overrides {
  readonly seed?: number | string | undefined;
  /** Of a scenario that calls operations by their names. */
  readonly checks?: RequestChecks | undefined;
}

/**
 * Acts a scenario out in a simulated registry: the same scenario and seed give the same activity, to the byte.
 *
 * @throws Problem where `given` or `call` asks for what this registry cannot act.
 */
export function act(scenario: Scenario, overrides: Overrides = {}): Activity {
  const ledger = open(scenario, overrides);
  const steps = play(scenario, overrides, ledger, scenario.steps, awaitsItsScan(scenario.steps));
  while (steps.next().done !== true);
  return ledger.close();
}

/**
 * The same as it goes on, for what is too long to be held at once: what has happened since the last time, after each
 * step, and in the end how it came out. Its steps may be made as they are needed; a scan on push then waits for no step
 * that tells its findings.
 */
export function* acting(
  scenario: Scenario,
  overrides: Overrides = {},
  steps: Iterable<Step> = scenario.steps,
): Generator<Activity['happenings'], Activity> {
  const ledger = open(scenario, overrides);
  const awaited = steps === scenario.steps ? awaitsItsScan(scenario.steps) : () => false;
  for (const _step of play(scenario, overrides, ledger, steps, awaited)) yield ledger.take();
  return ledger.close();
}

/** A scenario that is acted out at somebody else's pace: `steps` performs the next with each turn, and what follows them with the last. */
export interface Enactment {
  readonly ledger: Ledger;
  readonly steps: Iterator<void, void>;
}

/** Acts a scenario out once more, the same as `act`, for whoever wants to see its registry on the way. */
export function enact(scenario: Scenario, overrides: Overrides = {}): Enactment {
  const ledger = open(scenario, overrides);
  return { ledger, steps: play(scenario, overrides, ledger, scenario.steps, awaitsItsScan(scenario.steps)) };
}

function open(scenario: Scenario, { seed = scenario.seed }: Overrides): Ledger {
  const random = seeded(seed).fork('registry');
  const registry = newRegistry(scenario.account, scenario.region);
  return new Ledger(registry, toInstant(scenario.start), random, withDefaults(scenario.options), OPERATIONS);
}

/** Performs the steps one by one; yields after each, and once when everything that was begun has ended. */
function* play(
  scenario: Scenario,
  { checks }: Overrides,
  ledger: Ledger,
  steps: Iterable<Step>,
  awaited: ReturnType<typeof awaitsItsScan>,
): Generator<void, void> {
  const stage: Stage = { scenario, ledger, cast: cast(scenario.account, scenario.region, ledger.random), checks };
  try {
    furnish(scenario.given, ledger);
  } catch (error) {
    if (!(error instanceof EcrFailure)) throw error;
    throw new Problem('SCENARIO_WRONG_VALUE', `Cannot set up what is given: ${error.message}`, {
      place: placeOf(scenario, '/given'),
    });
  }
  if (ledger.options.nightlyLifecycle) evaluateNightly(ledger);
  let index = 0;
  for (const step of steps) {
    const current = index;
    ledger.step = current;
    if (current > 0 && !('wait' in step)) ledger.pass(BETWEEN_STEPS);
    perform(step, stage);
    catchUp(ledger, ledger.now, (repository, image) => awaited(current, repository, image));
    yield;
    index += 1;
  }
  // The activity ends when everything that was begun has ended.
  catchUp(ledger, Infinity);
  yield;
}

/** What `act` needs beside a scenario that calls operations by their names; nothing for any other. */
export async function checksFor({ steps }: Scenario): Promise<RequestChecks | undefined> {
  return steps.some((step) => 'call' in step) ? import('./request-check.ts') : undefined;
}

/** A scan on push that a later `scan` step tells the findings of waits for that step; only a `wait` lets it end before. */
function awaitsItsScan(steps: readonly Step[]): (current: number, repository: Repository, image: Image) => boolean {
  const told = Map.groupBy(
    steps.flatMap((step, index) => ('scan' in step ? [{ index, ...parseImage(step.scan.image) }] : [])),
    (scan) => scan.repository,
  );
  return (current, repository, { digest, tags }) =>
    (told.get(repository.name) ?? []).some(
      (scan) =>
        scan.index > current && (scan.digest === undefined ? tags.has(scan.tag ?? 'latest') : scan.digest === digest),
    );
}
