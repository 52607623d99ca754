import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { rehearse, script } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const SCENARIO = readScenario(
  `version: 1
description: A push is deployed once.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
delivery:
  faults: [{ duplicate: { chance: 0.5 } }, { reorder: { within: 30s } }]
expect:
  - event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }
  - consumer: deployer
    returned: deployed
`,
  'push.yaml',
);

const SETUP: Setup = {
  rules: [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ consumer: 'deployer' }] }],
  consumers: { deployer: { handler: 'rehearse.test.ts#handler' } },
  root: import.meta.dirname,
};

function importing(handler: () => unknown) {
  return { importModule: () => Promise.resolve({ handler }) };
}

test('a scenario is acted out, delivered and judged without a test runner', async () => {
  const { run, findings } = await rehearse(
    SCENARIO,
    SETUP,
    importing(() => 'deployed'),
  );
  expect(findings.map(({ kind, promise }) => `${promise} ${kind}`)).toEqual(['event kept', 'consumer kept']);
  expect(run.arrivals.flatMap(({ invocations }) => invocations).every(({ consumer }) => consumer === 'deployer')).toBe(
    true,
  );
});

test('what a consumer does wrong is a finding at its place', async () => {
  const { findings } = await rehearse(
    SCENARIO,
    SETUP,
    importing(() => 'refused'),
  );
  expect(findings.find(({ kind }) => kind === 'broken')).toMatchObject({
    promise: 'consumer',
    place: { file: 'push.yaml', line: 12 },
  });
});

test('a handler that cannot be loaded is a problem where the scenario speaks of it', async () => {
  const rehearsal = rehearse(SCENARIO, SETUP, { importModule: () => Promise.resolve({}) });
  await expect(rehearsal).rejects.toMatchObject({
    code: 'CONSUMER_NOT_LOADED',
    place: { file: 'push.yaml', line: 11 },
  });
});

test('a consumer that the setup lacks is a problem before anything runs', async () => {
  await expect(rehearse(SCENARIO, { ...SETUP, rules: [], consumers: {} })).rejects.toMatchObject({
    problems: [{ code: 'CONSUMER_UNKNOWN' }],
  });
});

test('the seed of the setup goes before that of the scenario, and the same seed has the same run', async () => {
  const run = async (seed: number) =>
    (
      await rehearse(
        SCENARIO,
        { ...SETUP, seed },
        importing(() => 'deployed'),
      )
    ).timeline;
  expect(await run(3)).toEqual(await run(3));
  expect(await run(3)).not.toEqual(await run(4));
  expect(script(SCENARIO, { seed: 3 }).timeline).toEqual(await run(3));
});

test('the profile decides how records are worded, and nothing that happened', () => {
  const [observed, documented] = (['observed', 'documented'] as const).map((profile) => script(SCENARIO, { profile }));
  expect(documented!.activity).toEqual(observed!.activity);
  expect(documented!.emissions.map(({ text }) => text)).not.toEqual(observed!.emissions.map(({ text }) => text));
});

test('a connection that an import makes and swallows is a finding, even where no event follows', async () => {
  const swallowing = async (): Promise<unknown> => {
    await new Promise((resolve) => connect(443, '203.0.113.9').on('error', resolve));
    return { handler: () => 'deployed' };
  };
  const { findings } = await rehearse(SCENARIO, { ...SETUP, rules: [] }, { importModule: swallowing });
  expect(findings.filter(({ promise }) => promise === 'network')).toMatchObject([
    { kind: 'broken', evidence: { outcome: expect.stringContaining('203.0.113.9:443') as unknown } },
  ]);
});
