import { recorder } from '../cloudtrail/records.ts';
import type { Emission } from '../eventbridge/emission.ts';
import { countNatives, eventWriter } from '../eventbridge/events.ts';
import { acting } from '../registry/act.ts';
import type { Activity } from '../registry/activity.ts';
import { withDefaults } from '../scenario/default-options.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { script, type Wishes } from './rehearse.ts';

/** What a scenario makes AWS say, one emission after the other in the order of time, without holding all of them. */
export interface Telling {
  readonly failures: Activity['failures'];
  emissions(): Iterable<Emission>;
}

/**
 * Tells what `script` does, of scenarios of any length: it acts them out twice, once to see how they come out, and once
 * more for each telling. Only what ends later than the next thing begins is held back.
 */
export function tell(scenario: Scenario, wishes: Wishes = {}): Telling {
  // Records of others are laid over the whole time of an activity.
  if (scenario.noise !== undefined) {
    const { activity, emissions } = script(scenario, wishes);
    return { failures: activity.failures, emissions: () => emissions.toSorted((a, b) => a.at - b.at) };
  }
  const { seed = scenario.seed, profile = scenario.profile ?? 'observed', checks } = wishes;
  const how = { profile, seed, options: withDefaults(scenario.options) };
  let natives = 0;
  const rehearsal = acting(scenario, { seed, checks });
  let step = rehearsal.next();
  for (; step.done !== true; step = rehearsal.next())
    for (const happening of step.value) natives += countNatives(happening, scenario, how);

  return {
    failures: step.value.failures,
    *emissions() {
      const word = recorder(scenario, how);
      const events = eventWriter(scenario, how, natives);
      const waiting = new Waiting();
      for (const happenings of acting(scenario, { seed, checks })) {
        for (const happening of happenings) {
          // What is still to come begins no earlier.
          yield* waiting.before(happening.at);
          for (const record of word(happening)) {
            waiting.add(record, 0);
            const event = events.viaCloudTrail(record);
            if (event !== undefined) waiting.add(event, 2);
          }
          for (const event of events.native(happening)) waiting.add(event, 1);
        }
      }
      yield* waiting.before(Infinity);
    },
  };
}

/** Emissions in order of time; of one moment first records, then ECR's own events, then those via CloudTrail. */
class Waiting {
  #entries: { readonly emission: Emission; readonly rank: number }[] = [];

  add(emission: Emission, rank: number): void {
    let at = this.#entries.length;
    while (at > 0 && isAfter(this.#entries[at - 1]!, emission.at, rank)) at -= 1;
    this.#entries.splice(at, 0, { emission, rank });
  }

  /** Takes out what lies before a moment. */
  before(moment: number): readonly Emission[] {
    const end = this.#entries.findIndex(({ emission }) => emission.at >= moment);
    return this.#entries.splice(0, end < 0 ? this.#entries.length : end).map(({ emission }) => emission);
  }
}

function isAfter({ emission, rank }: { readonly emission: Emission; readonly rank: number }, at: number, of: number) {
  return emission.at > at || (emission.at === at && rank > of);
}
