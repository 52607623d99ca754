import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { toRecords } from '../../../../src/cloudtrail/records.ts';
import { toEvents } from '../../../../src/eventbridge/events.ts';
import { Problem } from '../../../../src/problem.ts';
import { act } from '../../../../src/registry/act.ts';
import type { Activity } from '../../../../src/registry/activity.ts';
import { withDefaults } from '../../../../src/scenario/default-options.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import { anyScenario } from '../../scenario/any-scenario.ts';

// Each property acts out a hundred scenarios; on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** Acts a scenario out; what ECR refuses as given is a problem, and nothing else may be thrown. */
function acted(written: Omit<Scenario, 'name' | 'file' | 'places'>): Activity | undefined {
  try {
    return act({ ...written, name: 'any', file: 'any.yaml', places: {} });
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

test('any sound scenario is acted out or refused as a problem, and its clock never goes back', () => {
  fc.assert(
    fc.property(anyScenario, (written) => {
      const activity = acted(written);
      const times = activity?.happenings.map(({ at }) => at) ?? [];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const { at, ended } of activity?.happenings ?? []) expect(ended).toBeGreaterThanOrEqual(at);
    }),
    { numRuns: 100 },
  );
});

test('whatever happened is worded in both profiles: each text is its value, and no event comes before its cause', () => {
  fc.assert(
    fc.property(anyScenario, (written) => {
      const activity = acted(written);
      if (activity === undefined) return;
      for (const profile of ['observed', 'documented'] as const) {
        const how = { profile, seed: written.seed, options: withDefaults(written.options) };
        const records = toRecords(activity, how);
        for (const { text, record } of records) expect(text).toBe(JSON.stringify(record));
        for (const { text, event, at, cause } of toEvents(activity, records, how)) {
          expect(JSON.parse(text)).toEqual(event);
          expect(at).toBeGreaterThanOrEqual(activity.happenings[cause]?.at ?? 0);
        }
      }
    }),
    { numRuns: 50 },
  );
});
