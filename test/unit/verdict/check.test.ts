import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { checkConsumers } from '../../../src/verdict/check.ts';
import { A_PUSH } from './hear.ts';

const yaml = `version: 1
description: For a test.
${A_PUSH}expect:
  - consumer: deploier
    invoked: 1
  - event: { pattern: { source: [aws.ecr] } }
  - { consumer: auditor, invoked: 1 }
  - { consumer: zzz, threw: false }
`;
const scenario = readScenario(yaml, 'test.yaml');

test('a scenario whose consumers are all there passes', () => {
  expect(() => checkConsumers(scenario, { consumers: { deploier: {}, auditor: {}, zzz: {} } })).not.toThrow();
});

test('every expectation of a consumer that is not there is a problem at its place', () => {
  try {
    checkConsumers(scenario, { consumers: { deployer: {}, auditor: {} } });
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    expect(error.problems.map(({ code, message, place }) => [code, message, place?.file, place?.line])).toEqual([
      [
        'CONSUMER_UNKNOWN',
        'Cannot judge expectation 1: "deploier" is not a consumer of the configuration, did you mean "deployer"',
        'test.yaml',
        8,
      ],
      [
        'CONSUMER_UNKNOWN',
        'Cannot judge expectation 4: "zzz" is not a consumer of the configuration, which has "deployer", "auditor"',
        'test.yaml',
        12,
      ],
    ]);
  }
});
