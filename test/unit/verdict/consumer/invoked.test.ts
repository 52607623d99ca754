import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../../src/rule/rule.ts';
import { A_PUSH, hear, onlyBroken, PUSHES, summary } from '../hear.ts';

const promising = (invoked: string, faults = '[]') =>
  `${A_PUSH}delivery: { faults: ${faults} }\nexpect:\n  - consumer: deployer\n    invoked: ${invoked}\n`;

function ruleWith(more: Partial<Rule>): { readonly rules: readonly Rule[] } {
  return { rules: [{ ...PUSHES, ...more }] };
}

test('an invocation is counted once an arrival', async () => {
  expect(summary(await hear(promising('1')))).toEqual(['kept deployer is invoked exactly once']);
  expect(summary(await hear(promising('{ atLeast: 2 }', '[{ duplicate: {} }]')))).toEqual([
    'kept deployer is invoked at least 2 times',
  ]);
});

describe('a consumer that was not reached', () => {
  test('is told which rule targets it, what came nearest and how it differs', async () => {
    const pattern = { source: ['aws.ecr'], resources: [{ prefix: 'arn:' }], detail: { 'action-type': ['PUSH'] } };
    expect(onlyBroken(await hear(promising('{ atLeast: 1 }'), ruleWith({ pattern })))).toEqual({
      claim: 'deployer is invoked at least once',
      line: 10,
      outcome: 'it was invoked 0 times',
      expected: 'invoked: {atLeast: 1}',
      nearest: expect.stringMatching(
        /^rule "on-push": ECR Image Action PUSH SUCCESS web:1\.4\.2 at \S+Z, nearest of 10 events it saw$/,
      ),
      difference: expect.stringMatching(/^resources is \[\], wanted \[\{"prefix":"arn:"\}\]/),
    });
  });

  test('is told so when its rule only looks wrong because of its state', async () => {
    const pattern = { detail: { eventName: ['GetAuthorizationToken'] } };
    expect(onlyBroken(await hear(promising('1'), ruleWith({ pattern })))).toMatchObject({
      nearest: 'rule "on-push": GetAuthorizationToken via CloudTrail at 2026-01-15T09:31:00Z',
      difference: expect.stringMatching(
        /^its pattern matches, but .* state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS$/,
      ),
    });
    const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    expect(summary(await hear(promising('1'), ruleWith({ pattern, state })))).toEqual([
      'kept deployer is invoked exactly once',
    ]);
  });

  test('is told of both when a call that its rule is not shown comes nearest, and differs', async () => {
    const pattern = {
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventName: ['GetAuthorizationToken'], awsRegion: ['eu-west-1'] },
    };
    expect(onlyBroken(await hear(promising('1'), ruleWith({ pattern })))).toMatchObject({
      nearest: expect.stringMatching(/^rule "on-push": GetAuthorizationToken via CloudTrail/),
      difference: expect.stringMatching(
        /^detail\.awsRegion is "us-east-1", wanted \["eu-west-1"\]\nbesides, a rule in state ENABLED is never shown/,
      ),
    });
  });

  test('is told so when its rule is disabled', async () => {
    expect(onlyBroken(await hear(promising('1'), ruleWith({ state: 'DISABLED' })))).toMatchObject({
      nearest: 'rule "on-push": it would match 1 of 11 events that arrived',
      difference: 'the rule is in state DISABLED, so it matches nothing',
    });
  });

  test('is told so when its event was lost on the way', async () => {
    const faults = '[{ drop: { only: { detail-type: [ECR Image Action] } } }]';
    expect(onlyBroken(await hear(promising('1', faults)))).toMatchObject({
      nearest: expect.stringMatching(/^rule "on-push": ECR Image Action PUSH SUCCESS web:1\.4\.2, emitted at /),
      difference: 'it matches, but never arrived (fault drop)',
    });
  });

  test('is told so when every event was lost', async () => {
    expect(onlyBroken(await hear(promising('1', '[{ drop: {} }]')))).toMatchObject({
      nearest: 'no event arrived; 11 events emitted',
      difference: 'every event was lost on the way (fault drop)',
    });
  });

  test('is told so when the steps emit nothing', async () => {
    const yaml = 'steps:\n  - wait: 1s\nexpect:\n  - consumer: deployer\n    invoked: 1\n';
    expect(onlyBroken(await hear(yaml))).toMatchObject({
      nearest: 'no event arrived; 0 events emitted',
      difference: 'these steps make ECR emit nothing that a rule could match',
    });
  });

  test('is told so when no rule targets it, with the rules there are', async () => {
    const rules = [{ ...PUSHES, targets: [{ consumer: 'other' }] }];
    expect(onlyBroken(await hear(promising('1'), { rules }))).toMatchObject({
      nearest: 'rule "on-push" → other',
      difference: 'no rule of the configuration targets "deployer"',
    });
    expect(onlyBroken(await hear(promising('1'), { rules: [] })).nearest).toBe('the configuration has no rules');
  });

  test('is told so when its rule matches and can make no input of the event', async () => {
    const inputTransformer = { inputPathsMap: { detail: '$.detail' }, inputTemplate: '{"detail": "<detail>"}' };
    expect(
      onlyBroken(await hear(promising('1'), ruleWith({ targets: [{ consumer: 'deployer', inputTransformer }] }))),
    ).toMatchObject({
      nearest: expect.stringMatching(/^rule "on-push": ECR Image Action PUSH SUCCESS web:1\.4\.2 at \S+Z$/),
      difference:
        'the rule matches it and cannot send it to deployer, INVALID_JSON: The input template does not give JSON once its values are in',
    });
  });

  test('is told of each rule that targets it', async () => {
    const rules = [
      { ...PUSHES, name: 'a', pattern: { detail: { 'action-type': ['DELETE'] } } },
      { ...PUSHES, name: 'b', pattern: { source: ['aws.ecs'] } },
    ];
    const { nearest, difference } = onlyBroken(await hear(promising('1'), { rules }));
    expect(nearest?.split('\n').map((line) => line.slice(0, 9))).toEqual(['rule "a":', 'rule "b":']);
    expect(difference?.split('\n')).toEqual([
      'rule "a":',
      expect.stringMatching(/^ {2}detail\.action-type is "PUSH", wanted \["DELETE"\]/),
      'rule "b":',
      expect.stringMatching(/^ {2}source is "aws\.ecr", wanted \["aws\.ecs"\]/),
    ]);
  });
});

describe('a consumer that was reached too often', () => {
  test('is told which invocations came of an event delivered again', async () => {
    const broken = onlyBroken(await hear(promising('1', '[{ duplicate: { after: 3s } }]')));
    expect(broken).toMatchObject({
      outcome: 'it was invoked 2 times',
      difference:
        '1 too many\n1 invocation came of an event delivered again (fault duplicate): the id of the event is the same',
    });
    expect(broken.nearest).toMatch(
      /^\S+Z by rule "on-push": ECR Image Action .*\n\S+Z by rule "on-push": .* \(duplicate\)$/,
    );
  });

  test('is told that two rules match the same arrival', async () => {
    const rules = [PUSHES, { ...PUSHES, name: 'also' }];
    expect(onlyBroken(await hear(promising('1'), { rules })).difference).toBe(
      '1 too many\none arrival invokes it 2 times: rules "on-push" and "also" match and target it',
    );
  });

  test('is told what it fails with where it is tried again', async () => {
    const outcome = { kind: 'threw', error: { name: 'TypeError', message: 'no cluster' } } as const;
    expect(onlyBroken(await hear(promising('1'), { acts: { deployer: () => ({ outcome }) } })).difference).toBe(
      '2 too many\none arrival invokes it 3 times: it fails, and is tried again: threw TypeError: no cluster',
    );
  });

  test('is not told that it fails where it does not', async () => {
    const targets = [{ consumer: 'deployer' }, { consumer: 'deployer' }];
    expect(onlyBroken(await hear(promising('1'), { rules: [{ ...PUSHES, targets }] })).difference).toBe(
      '1 too many\none arrival invokes it 2 times: each by rule "on-push"',
    );
  });
});

test('a consumer that was reached too seldom is shown what reached it and what came nearest besides', async () => {
  const broken = onlyBroken(await hear(promising('2')));
  expect(broken.outcome).toBe('it was invoked once');
  expect(broken.nearest).toMatch(
    /^\S+Z by rule "on-push": ECR Image Action .*\nrule "on-push": \S+ of web via CloudTrail at .*nearest of 10 events it saw$/,
  );
  expect(broken.difference).toMatch(/^1 is missing; what came nearest besides:\n/);
});
