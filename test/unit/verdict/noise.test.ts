import { expect, test } from 'vitest';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../src/scenario/read.ts';

test('no expectation about the trail or about events counts noise, on the bus or not', async () => {
  const scenario = readScenario(
    `version: 1
description: For a test.
given: [{ repository: { name: web } }]
steps: [{ createRepository: { name: app, login: false } }]
noise: { perMinute: 60, onBus: true }
expect:
  - cloudtrail: { exactly: [CreateRepository] }
  - cloudtrail: { pattern: { eventSource: [{ anything-but: ecr.amazonaws.com }] }, times: 0 }
  - event: { pattern: { detail-type: [AWS API Call via CloudTrail] }, times: 1, delivered: 1 }
`,
    'test.yaml',
  );
  const { findings, run } = await rehearse(scenario, { rules: [], consumers: {}, root: '.' });
  expect(findings.filter(({ kind }) => kind !== 'kept')).toEqual([]);
  expect(run.arrivals.length).toBeGreaterThan(30);
});
