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

/**
 * Acts a scenario out in a simulated registry: the same scenario and seed give the same activity, to the byte.
 *
 * @throws Problem where `given` or `call` asks for what this registry cannot act.
 */
export function act(
  scenario: Scenario,
  overrides: { readonly seed?: number | string | undefined; readonly checks?: RequestChecks | undefined } = {},
): Activity {
  const random = seeded(overrides.seed ?? scenario.seed).fork('registry');
  const registry = newRegistry(scenario.account, scenario.region);
  const ledger = new Ledger(registry, toInstant(scenario.start), random, withDefaults(scenario.options), OPERATIONS);
  const stage: Stage = {
    scenario,
    ledger,
    cast: cast(scenario.account, scenario.region, random),
    checks: overrides.checks,
  };
  try {
    furnish(scenario.given, ledger);
  } catch (error) {
    if (!(error instanceof EcrFailure)) throw error;
    throw new Problem('SCENARIO_WRONG_VALUE', `Cannot set up what is given: ${error.message}`, {
      cause: error,
      place: placeOf(scenario, '/given'),
    });
  }
  if (ledger.options.nightlyLifecycle) evaluateNightly(ledger);
  const awaited = awaitsItsScan(scenario.steps);
  for (const [index, step] of scenario.steps.entries()) {
    ledger.step = index;
    if (index > 0 && !('wait' in step)) ledger.pass(BETWEEN_STEPS);
    perform(step, stage);
    catchUp(ledger, ledger.now, (repository, image) => awaited(index, repository, image));
  }
  // The activity ends when everything that was begun has ended.
  catchUp(ledger, Infinity);
  return ledger.close();
}

/** What `act` needs beside a scenario that calls operations by their names; nothing for any other. */
export async function checksFor({ steps }: Scenario): Promise<RequestChecks | undefined> {
  return steps.some((step) => 'call' in step) ? import('./request-check.ts') : undefined;
}

/** A scan on push that a later `scan` step tells the findings of waits for that step; only a `wait` lets it end before. */
function awaitsItsScan(steps: readonly Step[]): (current: number, repository: Repository, image: Image) => boolean {
  const told = steps.flatMap((step, index) => ('scan' in step ? [{ index, ...parseImage(step.scan.image) }] : []));
  return (current, repository, { digest, tags }) =>
    told.some(
      (scan) =>
        scan.index > current &&
        scan.repository === repository.name &&
        (scan.digest === undefined ? tags.has(scan.tag ?? 'latest') : scan.digest === digest),
    );
}
