import type { Opening } from '../consumer/open-consumers.ts';
import type { Activity } from '../registry/activity.ts';
import { openStanding } from '../registry/standing.ts';
import type { Run } from '../replay/run.ts';
import { withDefaults } from '../scenario/default-options.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { toLatency } from '../timeline/latency.ts';
import type { Wishes } from './rehearse.ts';

type Enacted = NonNullable<Opening['enacted']>;

/** The registry that consumers of a scenario see, which has been acted out already; opened when one of them calls ECR. */
export function enactedFor(
  scenario: Scenario,
  activity: Activity,
  { seed = scenario.seed, profile = scenario.profile ?? 'observed', checks }: Wishes = {},
): Enacted {
  return {
    open: (tell) => openStanding(scenario, activity, { seed, checks }, tell),
    profile,
    options: withDefaults(scenario.options),
    latency: toLatency(scenario.delivery.latency),
    echo: { caused: [], generation: 0 },
  };
}

/** What a run has of the consumers' own calls of ECR. */
export function echoOf({ echo: { caused, endless } }: Enacted): Pick<Run, 'caused' | 'endless'> {
  return { ...(caused.length > 0 && { caused }), ...(endless !== undefined && { endless }) };
}
