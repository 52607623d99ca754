import { toRecords } from '../../src/cloudtrail/records.ts';
import { toEvents } from '../../src/eventbridge/events.ts';
import { act } from '../../src/registry/act.ts';
import { withDefaults } from '../../src/scenario/default-options.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** Runs a scenario as far as its emissions. `steps` and whatever else stands in the text is YAML. */
export function emitted(yaml: string) {
  return emissionsOf(readScenario(`version: 1\ndescription: For a test.\n${yaml}`, 'test.yaml'));
}

export function emissionsOf(scenario: Scenario, profile = scenario.profile ?? 'observed') {
  const activity = act(scenario);
  const how = { profile, seed: scenario.seed, options: withDefaults(scenario.options) };
  const records = toRecords(activity, how);
  const events = toEvents(activity, records, how);
  return {
    activity,
    records: records.map(({ record }) => record),
    names: records.map(({ record }) => record.eventName),
    errors: records.flatMap(({ record }) =>
      record.errorCode === undefined ? [] : [`${record.eventName} ${record.errorCode}`],
    ),
    events: events.map(({ event }) => event),
    native: events.filter(({ origin }) => origin === 'native').map(({ event }) => event),
    emissions: [...records, ...events],
  };
}
