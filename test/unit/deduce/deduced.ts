import { deduce, type Deduced } from '../../../src/deduce/deduce.ts';
import type { Said } from '../../../src/deduce/said.ts';
import { withoutIds } from '../../../src/deduce/meaning.ts';
import type { Emission } from '../../../src/eventbridge/emission.ts';
import type { JsonObject } from '../../../src/registry/activity.ts';
import { propsFor, script } from '../../../src/rehearse/rehearse.ts';
import { printScenario } from '../../../src/scenario/print.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

/** The channels that a recording may hold. */
export const CHANNELS: Readonly<Record<string, (emission: Emission) => boolean>> = {
  'only native events': (emission) => emission.channel === 'eventbridge' && emission.origin === 'native',
  'a plain rule on the bus': (emission) => emission.channel === 'eventbridge' && emission.reaches === 'enabled',
  'only CloudTrail': (emission) => emission.channel === 'cloudtrail',
  both: (emission) => emission.channel === 'cloudtrail' || emission.reaches === 'enabled',
};

/** What a scenario makes AWS say on some channels. */
export async function emitted(
  scenario: Scenario,
  hears: (emission: Emission) => boolean,
): Promise<readonly Emission[]> {
  const { emissions } = script(scenario, await propsFor(scenario));
  return emissions.filter(hears).toSorted((a, b) => a.at - b.at);
}

/** A recording of emissions, from line 2 on: the first is its header. */
export function recordingOf(emissions: readonly Emission[]): readonly Said[] {
  return emissions.map(({ text }, index) => ({ line: index + 2, value: JSON.parse(text) as JsonObject }));
}

/** Emissions up to ids and times, in the order of the alphabet. */
export function meanings(emissions: readonly Emission[]): readonly string[] {
  return emissions
    .map(({ channel, text }) => {
      const { id: _id, time: _time, ...rest } = JSON.parse(text) as JsonObject;
      return `${channel} ${JSON.stringify(withoutIds(rest))}`;
    })
    .toSorted();
}

/** A recording's scenario, printed and read again, as whoever keeps it does. */
export async function scenarioOf(
  recording: readonly Said[],
): Promise<{ readonly deduced: Deduced; readonly scenario: Scenario }> {
  const deduced = await deduce(recording, 'incident', 'An incident.');
  if (deduced === undefined) throw new Error('Nothing was recorded');
  const { name: _name, file: _file, places: _places, ...body } = deduced.scenario;
  return { deduced, scenario: readScenario(printScenario(body), 'incident.yaml') };
}
