import { Problem } from '../../problem.ts';
import type { AwsSpec } from '../bus-spec.ts';

/** Counts what a run sends, and ends it when the budget is used up. */
export interface Meter {
  /** Throws the `Problem` of a budget that does not allow one more. To be called before it is sent. */
  spend(kind: 'events' | 'invocations'): void;
}

/** What a run may send unless told: more than any scenario needs, and less than anybody would regret. */
const BUDGET = { events: 10_000, invocations: 20_000 };

/** What the runs of this process have spent, by their names: each scenario opens a bus of its own. */
const SPENT = new Map<string, { events: number; invocations: number }>();

/** Opens the meter of a run. */
export function openMeter(run: string, budget: AwsSpec['budget'] = {}): Meter {
  const spent = SPENT.get(run) ?? { events: 0, invocations: 0 };
  SPENT.set(run, spent);
  return {
    spend: (kind) => {
      const most = budget[kind] ?? BUDGET[kind];
      if (spent[kind] >= most) {
        throw new Problem(
          'ENVIRONMENT_MISSING',
          `Cannot send more: the budget of ${most} ${kind} is used up, wanted a larger "budget.${kind}"`,
        );
      }
      spent[kind] += 1;
    },
  };
}
