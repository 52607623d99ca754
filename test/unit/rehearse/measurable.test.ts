import { expect, test } from 'vitest';
import { refuseUndoable, refuseUnmeasurable } from '../../../src/rehearse/measurable.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const scenario = readScenario(
  `version: 1
description: A deployment is quick.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.0" } }]
expect:
  - consumer: deployer
    within: 5s
`,
  'quick.yaml',
);

test('a promise of time that can be measured at a speed is let through', () => {
  expect(() => refuseUnmeasurable(scenario, 250)).not.toThrow();
});

test('one that is over before anything can be told is refused at its place, with the speed that would do', () => {
  let thrown: unknown;
  try {
    refuseUnmeasurable(scenario, 1_000);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    problems: [
      {
        code: 'SCENARIO_WRONG_VALUE',
        message:
          'Cannot measure "within: 5s" at speed 1000: it is 5 ms there, and less than 20 ms cannot be told apart, wanted "--speed 250" or less',
        place: { file: 'quick.yaml', line: 7 },
      },
    ],
  });
});

test('one that no speed makes long enough is told how long would do', () => {
  const brief = { ...scenario, expect: [{ consumer: 'deployer', within: '1ms' }] };
  let thrown: unknown;
  try {
    refuseUnmeasurable(brief, 1);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    problems: [
      {
        message:
          'Cannot measure "within: 1ms" at speed 1: it is 1 ms there, and less than 20 ms cannot be told apart, wanted "within: 20ms" or more, at "--speed 1"',
      },
    ],
  });
});

test('faults of a consumer’s own calls are refused on a bus that does not see them, and others are not', () => {
  const faults = [
    { drop: { chance: 1 } },
    { overlap: { many: 2, turns: [] } },
    { fail: { call: 1, error: 'AccessDeniedException', carriedOut: false } },
    { crash: { after: 1 } },
  ];
  let thrown: unknown;
  try {
    refuseUndoable({ ...scenario, delivery: { ...scenario.delivery, faults } }, 'localstack');
  } catch (error) {
    thrown = error;
  }
  const refused = (nth: number, name: string) => ({
    code: 'SCENARIO_WRONG_VALUE',
    message: `Cannot deliver on the bus "localstack" what fault ${nth} says: "${name}" needs the embedded bus, where each AWS call of a consumer is seen`,
  });
  expect(thrown).toMatchObject({ problems: [refused(2, 'overlap'), refused(3, 'fail'), refused(4, 'crash')] });
});
