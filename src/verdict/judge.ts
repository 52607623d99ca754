import type { Emission } from '../eventbridge/emission.ts';
import type { Activity } from '../registry/activity.ts';
import type { Run } from '../replay/run.ts';
import type { Rule } from '../rule/rule.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { judgeCloudTrail } from './cloudtrail.ts';
import { judgeConsumer } from './consumer/consumer.ts';
import { judgeEndless } from './consumer/endless.ts';
import { judgeOrphans } from './consumer/orphans.ts';
import { judgeUnpromised } from './consumer/unpromised.ts';
import { judgeEvent } from './event.ts';
import type { Finding } from './finding.ts';
import type { Feeds } from './hearing.ts';
import { judgeInvariant } from './invariant.ts';
import { judgeNetwork } from './network.ts';
import { judgeSteps } from './step.ts';

/** Judges every promise of a scenario: of its steps, of each member of its expectations in file order, of what consumers leave behind, and of the network. */
export function judge(
  scenario: Scenario,
  activity: Activity,
  emissions: readonly Emission[],
  run: Run,
  rules: readonly Rule[],
  feeds: Feeds = {},
  invariants: ReadonlyMap<string, Error | undefined> = new Map(),
): Finding[] {
  const hearing = { scenario, activity, emissions, run, rules, feeds };
  const expectations = scenario.expect.flatMap((expectation, index) => {
    const pointer = `/expect/${index}`;
    if ('cloudtrail' in expectation) return judgeCloudTrail(expectation.cloudtrail, pointer, hearing);
    if ('event' in expectation) return judgeEvent(expectation.event, pointer, hearing);
    if ('invariant' in expectation) {
      const { invariant: named } = expectation;
      return [judgeInvariant(named, pointer, hearing, invariants.get(named))];
    }
    return judgeConsumer(expectation, pointer, hearing);
  });
  return [
    ...judgeSteps(hearing),
    ...expectations,
    ...judgeEndless(hearing),
    ...judgeOrphans(hearing),
    ...judgeUnpromised(hearing),
    ...judgeNetwork(hearing),
  ];
}
