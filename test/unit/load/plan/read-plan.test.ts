import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planFrom } from '../../../../src/load/plan/from-flags.ts';
import { loadPlan } from '../../../../src/load/plan/load-plan.ts';
import { readPlan } from '../../../../src/load/plan/read-plan.ts';
import { Problems } from '../../../../src/problem.ts';

const SCENARIOS = fileURLToPath(new URL('../../../../scenarios/', import.meta.url));

const HEAD = `version: 1
description: x
flows: [{ scenario: push.yaml }]
`;

/** What is wrong with a plan: the place, and the sentence. */
function refusals(text: string): readonly string[] {
  try {
    readPlan(text, 'p.load.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return error.problems.map(({ place, message }) => `${place?.line}:${place?.column} ${message}`);
  }
}

const RATE = 'not a rate above 0 up to a million events a second, such as 100, 100/s or 6000/m';

test.each([
  ['constant: { rate: 0, for: 30s }', `4:30 Cannot read phase 1: "constant.rate" is 0, ${RATE}`],
  ['constant: { rate: 1000000000, for: 30s }', `4:30 Cannot read phase 1: "constant.rate" is 1000000000, ${RATE}`],
  ['constant: { rate: 0/s, for: 30s }', `4:30 Cannot read phase 1: "constant.rate" is "0/s", ${RATE}`],
  [
    'constant: { rate: 1, for: 7d }',
    '4:38 Cannot read phase 1: "constant.for" is longer than a day, wanted 24h at most',
  ],
  ['constant: { rate: 1, for: 0s }', '4:38 Cannot read phase 1: "constant.for" is no time at all'],
  ['constnt: { rate: 1, for: 1s }', '4:12 Cannot read phase 1: "constnt" is not a phase, did you mean "constant"?'],
  ['constant: { rat: 1, for: 1s }', '4:24 Cannot read phase 1: "rat" is not a key of "constant", did you mean "rate"?'],
  ['ramp: { from: 0, to: 0, for: 1s }', '4:10 Cannot read phase 1: nothing is sent in it: every rate is 0'],
  ['step: { from: 1, to: 1000000, by: 1, every: 1s }', '4:46 Cannot read phase 1: it makes more than 10,000 steps'],
  [
    'constant: { rate: 1000000, for: 1h }',
    '4:9 Cannot read the plan: they come to 3,600,000,000 events, wanted a billion at most',
  ],
])('the phase %s is refused at its place', (phase, refusal) => {
  expect(refusals(`${HEAD}phases: [{ ${phase} }]\n`)).toEqual([refusal]);
});

test.each([
  [
    'weights that come to 0',
    'flows: [{ scenario: a.yaml, weight: 0 }]',
    '4:8 Cannot read the plan: their weights come to 0, so that nothing would be sent',
  ],
  [
    'a weight below it',
    'flows: [{ scenario: a.yaml, weight: -1 }]',
    '4:37 Cannot read flow 1: "weight" is -1, not a whole number from 0 to 10000',
  ],
  [
    'a source that only AWS has',
    'target: { aws: load, source: aws.ecr, account: "123456789012", region: us-east-1 }',
    '4:30 Cannot read the plan: "target.source" is "aws.ecr", not a source of your own, one that does not begin with "aws."',
  ],
  [
    'a target that there is not',
    'target: { buss: embedded }',
    '4:11 Cannot read the plan: "buss" is not a key of "target", did you mean "bus"?',
  ],
  [
    'a threshold of nothing',
    'thresholds: [p99 < 250]',
    '4:14 Cannot read threshold 1: it is "p99 < 250", but "250" is not a length of time with its unit, such as 250ms',
  ],
  [
    'a stop rule of nothing',
    'stop: { when: erors > 5% }',
    '4:15 Cannot read the plan: "stop.when" is "erors > 5%", but "erors" is not measured, did you mean "errors"?',
  ],
  [
    'too many repositories',
    'cardinality: { repositories: 1000000, accounts: 10000 }',
    '4:14 Cannot read the plan: it makes more than 4,000,000 repositories over all accounts',
  ],
  [
    'a key that there is not',
    'treshold: []',
    '4:1 Cannot read the plan: "treshold" is not a key of a plan, did you mean "thresholds"?',
  ],
])('%s is refused at its place', (_, line, refusal) => {
  const rest = ['phases: [{ constant: { rate: 1, for: 1s } }]', 'flows: [{ scenario: a.yaml }]'].filter(
    (each) => !line.startsWith(each.slice(0, 5)),
  );
  expect(refusals(['version: 1', 'description: x', '# here:', line, ...rest, ''].join('\n'))).toEqual([refusal]);
});

test('whatever stands in a file, it is read or refused in words', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `${HEAD}phases: ${json}\n`),
      ),
      (text) => {
        for (const refusal of refusals(text)) expect(refusal).toMatch(/^\d+:\d+ Cannot /);
      },
    ),
    { numRuns: 200 },
  );
});

test('every plan that ships is read', async () => {
  const { phases, flows, thresholds } = await loadPlan(`${SCENARIOS}pushes.load.yaml`);
  expect(phases.map(({ name }) => name)).toEqual(['morning', 'day', 'release']);
  expect(flows.map(({ weight, scenario }) => [weight, scenario])).toEqual([
    [3, `${SCENARIOS}push.yaml`],
    [1, `${SCENARIOS}push-multi-platform.yaml`],
  ]);
  expect(thresholds).toHaveLength(4);
});

test('a scenario with a rate is a plan', async () => {
  const plan = await planFrom(`${SCENARIOS}push.yaml`, { rate: '600/m', duration: '5s', threshold: ['lost = 0'] });
  expect(plan).toMatchObject({
    name: 'push',
    phases: [{ kind: 'constant', rate: 10, for: 5_000 }],
    flows: [{ scenario: `${SCENARIOS}push.yaml`, weight: 1 }],
    target: { kind: 'bus', bus: { kind: 'embedded' } },
    thresholds: [{ text: 'lost = 0' }],
  });
});

test('flags go before what a plan says', async () => {
  const target = { endpoint: 'http://127.0.0.1:4566' };
  const plan = await planFrom(`${SCENARIOS}pushes.load.yaml`, { rate: '7', seed: 'x', target });
  expect(plan).toMatchObject({ phases: [{ rate: 7, for: 30_000 }], seed: 'x', target: { kind: 'endpoint' } });
  expect(plan.thresholds).toHaveLength(4);
});

test.each([
  [{}, 'it is a scenario, wanted a rate such as --rate 100, or a plan'],
  [{ rate: '0' }, `Cannot read "--rate": it is 0, ${RATE}`],
  [{ rate: 'fast' }, `Cannot read "--rate": it is "fast", ${RATE}`],
  [{ rate: '1', duration: '7d' }, 'Cannot read "--duration": it is longer than a day, wanted 24h at most'],
  [{ rate: '1', duration: 'long' }, 'Cannot read "--duration": it is "long", not a length of time'],
  [{ rate: '1', threshold: ['p99'] }, 'Cannot read "--threshold": it is "p99", not a threshold such as'],
  [{ rate: '1', target: { endpoint: 'nowhere' } }, 'Cannot read "--endpoint": it is "nowhere", not an address'],
  [{ rate: '1', target: { endpoint: 'http://[::1' } }, 'Cannot read "--endpoint": it is "http://[::1", not an address'],
  [{ rate: '1', target: { endpoint: 'http://a:99999' } }, 'Cannot read "--endpoint": it is "http://a:99999", not an'],
])('flags that say nothing sound are refused by their names: %j', async (flags, says) => {
  await expect(planFrom(`${SCENARIOS}push.yaml`, flags)).rejects.toThrow(says);
});
