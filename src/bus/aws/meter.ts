import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem.ts';
import type { AwsSpec } from '../bus-spec.ts';
import { ledgerFolder } from '../remote/ledger.ts';

/** Counts what a run sends, and ends it when the budget is used up. */
export interface Meter {
  /** Throws the `Problem` of a budget that does not allow one more. To be called before it is sent. */
  spend(kind: Spending): void;
}

type Spending = 'events' | 'invocations';

/** What a run may send unless told: more than any scenario needs, and less than anybody would regret. */
const BUDGET = { events: 10_000, invocations: 20_000 };

/** No run is as long, so a count that is older is nobody's. */
const OLDEST = 86_400_000;

/** Opens the meter of a run; of one without a name, that of a single bus. */
export function openMeter(run: string | undefined, budget: AwsSpec['budget'] = {}, folder = ledgerFolder()): Meter {
  const count = run === undefined ? counted() : countedTogether(run, folder);
  return {
    spend: (kind) => {
      const most = budget[kind] ?? BUDGET[kind];
      if (count(kind) <= most) return;
      throw new Problem(
        'ENVIRONMENT_MISSING',
        `Cannot send more: the budget of ${most} ${most === 1 ? kind.slice(0, -1) : kind} is used up, wanted a larger "budget.${kind}"`,
      );
    },
  };
}

/** Adds one, and tells how many there are. */
type Count = (kind: Spending) => number;

function counted(): Count {
  const spent = { events: 0, invocations: 0 };
  return (kind) => (spent[kind] += 1);
}

/**
 * The scenarios of a run are delivered by several workers, and each opens a bus of its own: so each adds a byte to the same file for
 * whatever it sends, and the size of the file is what the run has spent.
 */
function countedTogether(run: string, folder: string): Count {
  let isReady = false;
  return (kind) => {
    if (!isReady) {
      mkdirSync(folder, { recursive: true });
      forgetOld(folder);
      isReady = true;
    }
    const file = join(folder, `${run}.${kind}`);
    appendFileSync(file, '.');
    return statSync(file).size;
  };
}

/** Takes away what a run has counted, once it is over. */
export function forgetSpent(run: string, folder = ledgerFolder()): void {
  for (const kind of Object.keys(BUDGET)) rmSync(join(folder, `${run}.${kind}`), { force: true });
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(?:events|invocations)$/.test(name)) continue;
    const file = join(folder, name);
    const { mtimeMs = Number.POSITIVE_INFINITY } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > OLDEST) rmSync(file, { force: true });
  }
}
