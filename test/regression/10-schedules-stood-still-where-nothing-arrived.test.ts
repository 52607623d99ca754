import { expect, test } from 'vitest';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { readScenario } from '../../src/scenario/read.ts';

// The account that schedules run in was opened by the first arrival, so that without one time did not pass in it.
const QUIET = readScenario(
  `
version: 1
description: A worker runs each hour, and the registry has nothing to say.
steps:
  - wait: 3h
expect:
  - consumer: worker
    invoked: 3
    within: 1s
`,
  'quiet.yaml',
);

function rehearsed(worker: () => unknown) {
  return rehearse(
    QUIET,
    {
      rules: [],
      consumers: { worker: { handler: 'rehearsed.ts#worker' } },
      root: import.meta.dirname,
      resources: { schedules: { hourly: { expression: 'rate(1 hour)', targets: ['worker'] } } },
    },
    { importModule: () => Promise.resolve({ worker }) },
  );
}

test('a schedule comes due in a scenario that emits nothing', async () => {
  const { findings, run } = await rehearsed(() => null);
  expect(run.arrivals).toEqual([]);
  expect(run.unprompted).toHaveLength(3);
  expect(findings.map(({ kind, claim }) => [kind, claim])).toEqual([
    ['kept', 'worker is invoked exactly 3 times'],
    ['kept', 'every invocation of worker ends within 1s of its event'],
  ]);
});

test('what it invokes is held to what everybody promises', async () => {
  const { findings } = await rehearsed(() => fetch('http://198.51.100.7/').catch(() => null));
  expect(findings.find(({ promise }) => promise === 'network')).toMatchObject({
    kind: 'broken',
    evidence: { nearest: '198.51.100.7:80, asked for 3 times, first by rule "hourly"' },
  });
});
