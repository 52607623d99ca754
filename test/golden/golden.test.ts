import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { propsFor, script } from '../../src/rehearse/rehearse.ts';
import { readScenarioFile } from '../../src/scenario/read-file.ts';

/** What every shipped scenario makes of itself, stage by stage. `npx vitest run test/golden -u` writes them anew. */
const STAGES = ['activity', 'emission', 'timeline'] as const;

const names = readdirSync('scenarios').filter((name) => /(?<!\.load)\.yaml$/.test(name)).map((name) => name.slice(0, -'.yaml'.length));

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

describe.each(names)('%s', async (name) => {
  const scenario = await readScenarioFile(`scenarios/${name}.yaml`);
  const { activity, emissions, timeline } = script(scenario, await propsFor(scenario));
  const values = {
    activity: lines(activity.happenings),
    emission: emissions.map(({ text }) => `${text}\n`).join(''),
    // The events stand among the emissions; a line here says when each arrives, and what touched it.
    timeline: lines(timeline.map(({ event, ...arrival }) => ({ ...arrival, id: event.id, 'detail-type': event['detail-type'] }))),
  };

  test.each(STAGES)('the %s is the one written down', async (stage) => {
    expect(values[stage]).not.toBe('');
    await expect(values[stage]).toMatchFileSnapshot(`./${name}.${stage}.ndjson`);
  });
});

test('no golden outlives its scenario', () => {
  const goldens = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ndjson'));
  expect(goldens.toSorted()).toEqual(names.flatMap((name) => STAGES.map((stage) => `${name}.${stage}.ndjson`)).toSorted());
});
