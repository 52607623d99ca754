import { expect, test } from 'vitest';
import { printBriefly } from '../../../src/scenario/brief.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const WHOLE = `version: 1
description: Two pushes, of which the second comes twice.
account: "123456789012"
region: us-east-1
start: 2026-01-15T09:30:00Z
seed: 1
given:
  - repository: { name: web }
steps:
  - push: { image: web:v1, login: true }
  - scan: { image: web:v1, status: COMPLETE }
delivery:
  latency: {}
  faults:
    - duplicate: { chance: 1, after: 0s, only: { detail: { status: [COMPLETE], chance: [1] } } }
expect: []
`;

test('what is so unless told is left out, but not where it is a pattern', () => {
  const scenario = readScenario(WHOLE, 'whole.yaml');
  const text = printBriefly(scenario);
  expect(text).toBe(`version: 1
description: Two pushes, of which the second comes twice.
given:
  - repository: { name: web }
steps:
  - push: { image: web:v1 }
  - scan: { image: web:v1 }
delivery:
  faults:
    - { duplicate: { after: 0s, only: { detail: { status: [ COMPLETE ], chance: [ 1 ] } } } }
`);
  expect({ ...readScenario(text, 'whole.yaml'), places: {} }).toEqual({ ...scenario, places: {} });
});

test('what is not so unless told is said', () => {
  const text = printBriefly(
    readScenario(WHOLE.replace('region: us-east-1', 'region: eu-west-1').replace('seed: 1', 'seed: 9'), 'x.yaml'),
  );
  expect(text).toContain('region: eu-west-1\nseed: 9\n');
});
