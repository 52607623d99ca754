import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { propsFor, script } from '../../../src/rehearse/rehearse.ts';
import { tell } from '../../../src/rehearse/tell.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';

const FOLDER = new URL('../../../scenarios/', import.meta.url).pathname;
const files = readdirSync(FOLDER).filter((file) => /(?<!\.load)\.yaml$/.test(file));

test.each(files)('%s is told one emission after the other as it is told at once', async (file) => {
  const scenario = await readScenarioFile(`${FOLDER}${file}`);
  for (const profile of ['observed', 'documented'] as const) {
    const wishes = { profile, ...(await propsFor(scenario)) };
    const { activity, emissions } = script(scenario, wishes);
    const telling = tell(scenario, wishes);
    expect(telling.failures).toEqual(activity.failures);
    const all = emissions.toSorted((a, b) => a.at - b.at).map(({ text }) => text);
    expect([...telling.emissions()].map(({ text }) => text)).toEqual(all);
    // It can be told again.
    expect([...telling.emissions()]).toHaveLength(all.length);
  }
});
