import { describe, expect, test } from 'vitest';
import { Problems, type Problem } from '../../../src/problem.ts';
import { toRules, type RuleSource } from '../../../src/rule/rules.ts';
import { ruleSees } from '../../../src/rule/sees.ts';

const PUSHES = { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } };
const consumers = { deployer: {}, auditor: {} };

function problemsOf(source: unknown): readonly Problem[] {
  try {
    // A configuration in JavaScript can hold anything.
    toRules(source as RuleSource);
  } catch (error) {
    if (error instanceof Problems) return error.problems;
    throw error;
  }
  return [];
}

function messagesOf(source: unknown): readonly string[] {
  return problemsOf(source).map(({ code, message }) => `${code} ${message}`);
}

test('a rule takes its name from its key, and a bare target names a consumer', () => {
  const rules = toRules({
    consumers,
    rules: { 'on-push': { pattern: PUSHES, state: 'DISABLED', targets: ['deployer', { consumer: 'auditor' }] } },
  });
  expect(rules).toEqual([
    {
      name: 'on-push',
      pattern: PUSHES,
      state: 'DISABLED',
      targets: [{ consumer: 'deployer' }, { consumer: 'auditor' }],
    },
  ]);
});

test('a configuration without rules has none', () => {
  expect(toRules({})).toEqual([]);
});

test('a pattern may be JSON text', () => {
  const [rule] = toRules({ consumers, rules: { r: { pattern: '{"source":["aws.ecr"]}', targets: [] } } });
  expect(rule?.pattern).toBe('{"source":["aws.ecr"]}');
});

test('a target that names no consumer is a problem, with the name that was meant', () => {
  expect(messagesOf({ consumers, rules: { r: { pattern: PUSHES, targets: ['deploier'] } } })).toEqual([
    'CONSUMER_UNKNOWN Cannot read rule "r": "deploier" is not a consumer of the configuration, did you mean "deployer"',
  ]);
});

test('a target far from every consumer is told which there are', () => {
  expect(messagesOf({ consumers, rules: { r: { pattern: PUSHES, targets: ['x'] } } })).toEqual([
    'CONSUMER_UNKNOWN Cannot read rule "r": "x" is not a consumer of the configuration, which has "deployer", "auditor"',
  ]);
  expect(messagesOf({ rules: { r: { pattern: PUSHES, targets: ['x'] } } })[0]).toMatch(/which has none$/);
});

test("a pattern that EventBridge refuses is a problem that names the rule and gives AWS's reason", () => {
  const [problem] = problemsOf({
    consumers,
    rules: { bad: { pattern: { source: 'aws.ecr' }, targets: ['deployer'] } },
  });
  expect(problem?.code).toBe('PATTERN_INVALID');
  expect(problem?.message).toMatch(
    /^Cannot read rule "bad": .*Event pattern is not valid\. Reason: "source" must be an object or an array/s,
  );
});

test.each([
  ['a name with a space', { 'on push': { pattern: PUSHES, targets: [] } }, /1 to 64 letters/],
  ['a name of 65 letters', { ['x'.repeat(65)]: { pattern: PUSHES, targets: [] } }, /1 to 64 letters/],
  [
    'a misspelt state',
    { r: { pattern: PUSHES, state: 'enabled', targets: [] } },
    /"enabled" is not a state, did you mean "ENABLED"/,
  ],
  [
    'a state that is none',
    { r: { pattern: PUSHES, state: 7, targets: [] } },
    /"7" is not a state, the states are ENABLED, /,
  ],
  [
    'six targets',
    { r: { pattern: PUSHES, targets: Array(6).fill('deployer') } },
    /it has 6 targets, EventBridge allows 5/,
  ],
  ['no targets', { r: { pattern: PUSHES } }, /"targets" has to be a list/],
  ['a target that is a number', { r: { pattern: PUSHES, targets: [1] } }, /"targets" has to be a list/],
  ['no pattern', { r: { targets: ['deployer'] } }, /"pattern" has to be an event pattern/],
])('%s is a problem', (_, rules, message) => {
  const [problem, ...more] = problemsOf({ consumers, rules });
  expect(problem?.code).toBe('CONFIG_INVALID');
  expect(problem?.message).toMatch(message);
  expect(more).toEqual([]);
});

test('all problems of all rules are found in one go, each at the place that was given', () => {
  const place = { file: 'ecreplay.config.ts', line: 1, column: 1 };
  const source: RuleSource = {
    consumers,
    rules: { 'a b': { pattern: PUSHES, targets: ['nobody'] }, c: { pattern: '{', targets: [] } },
  };
  expect(() => toRules(source, place)).toThrow(Problems);
  try {
    toRules(source, place);
  } catch (error) {
    const { problems } = error as Problems;
    expect(problems.map(({ code }) => code)).toEqual(['CONFIG_INVALID', 'CONSUMER_UNKNOWN', 'PATTERN_INVALID']);
    expect(problems.map((problem) => problem.place)).toEqual([place, place, place]);
  }
});

describe('what a rule is shown', () => {
  test.each([
    [undefined, 'enabled', true],
    [undefined, 'all', false],
    ['ENABLED', 'enabled', true],
    ['ENABLED', 'all', false],
    ['DISABLED', 'enabled', false],
    ['DISABLED', 'all', false],
    ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'enabled', true],
    ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'all', true],
  ] as const)('in state %s, an event that reaches %s rules: %s', (state, reaches, seen) => {
    expect(ruleSees(state === undefined ? {} : { state }, { reaches })).toBe(seen);
  });
});

test('a target may be a resource, with what EventBridge is to do with the event', () => {
  const targets = [
    { queue: 'deploys', inputPath: '$.detail', retryPolicy: { maximumRetryAttempts: 3 } },
    { arn: 'arn:aws:sns:us-east-2:123456789012:topic' },
  ];
  expect(toRules({ rules: { 'on-push': { pattern: PUSHES, targets } } })[0]?.targets).toEqual(targets);
});

test.each<[unknown, string]>([
  [
    { queue: 'q', topic: 't' },
    '"targets" has to be a list of names of consumers, or of { consumer: name } and its like',
  ],
  [{ queue: 'q', inputPaht: '$' }, '"inputPaht" of target "q" is not known, did you mean "inputPath"'],
  [
    { queue: 'q', input: '{}', inputPath: '$' },
    'Only one of Input, InputPath, or InputTransformer must be provided for target q',
  ],
  [
    { queue: 'q', inputTransformer: { inputTemplate: '"<x>"' } },
    'InputTemplate for target q contains invalid placeholder x',
  ],
  [{ queue: 'q', retryPolicy: { maximumRetryAttempts: 186 } }, 'maximumRetryAttempts of target "q" has to be 0 to 185'],
  [
    { queue: 'q', retryPolicy: { maximumEventAgeInSeconds: 59 } },
    'maximumEventAgeInSeconds of target "q" has to be 60 to 86400',
  ],
])('the target %j is a problem', (target, said) => {
  expect(messagesOf({ rules: { r: { pattern: PUSHES, targets: [target] } } })).toEqual([
    `CONFIG_INVALID Cannot read rule "r": ${said}`,
  ]);
});
