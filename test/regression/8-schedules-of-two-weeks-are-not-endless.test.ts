import { expect, test } from 'vitest';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { readScenario } from '../../src/scenario/read.ts';

// What a schedule invoked was counted with what consumers set off, so that a long wait beside a fast schedule was refused as endless.
test('a schedule may come due more than ten thousand times while a scenario waits', async () => {
  const scenario = readScenario(
    `
version: 1
description: A worker runs each minute for a week and a day.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
  - wait: 8d
expect:
  - consumer: worker
    invoked: { atLeast: 10001 }
`,
    'minutes.yaml',
  );
  const { findings } = await rehearse(
    scenario,
    {
      rules: [],
      consumers: { worker: { handler: 'rehearsed.ts#worker' } },
      root: import.meta.dirname,
      resources: { schedules: { minutely: { expression: 'rate(1 minute)', targets: ['worker'] } } },
    },
    { importModule: () => Promise.resolve({ worker: () => null }) },
  );
  expect(findings.map(({ kind }) => kind)).toEqual(['kept']);
});
