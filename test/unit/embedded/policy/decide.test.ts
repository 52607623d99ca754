import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, statementsOf } from '../../../../src/embedded/policy/decide.ts';
import type { Principal, Question } from '../../../../src/embedded/policy/question.ts';

const QUEUE = 'arn:aws:sqs:us-east-2:123456789012:deploys';
const RULE = 'arn:aws:events:us-east-2:123456789012:rule/pushes';
const EVENTS: Principal = { service: 'events.amazonaws.com' };
const ALLOW = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:*', Resource: QUEUE };

function ask(statements: readonly object[], question: Partial<Question> = {}): string {
  return decide(statements, {
    principal: EVENTS,
    action: 'sqs:sendmessage',
    resource: QUEUE,
    context: { 'aws:sourcearn': RULE, 'aws:sourceaccount': '123456789012' },
    ...question,
  });
}

test('a statement that denies outweighs all that allow, wherever it stands', () => {
  expect(ask([])).toBe('silent');
  expect(ask([ALLOW])).toBe('allowed');
  expect(ask([ALLOW, { ...ALLOW, Effect: 'Deny' }])).toBe('denied');
  expect(ask([{ ...ALLOW, Effect: 'Deny' }, ALLOW])).toBe('denied');
});

describe('a principal', () => {
  const of = (account: string, resource: string): Principal => ({ arn: `arn:aws:iam::${account}:${resource}` });
  const session: Principal = { arn: 'arn:aws:sts::444455556666:assumed-role/deployer/session' };

  test.for<[string, object, Principal, string]>([
    ['everybody', { Principal: '*' }, EVENTS, 'allowed'],
    ['everybody in the older spelling', { Principal: { AWS: '*' } }, EVENTS, 'allowed'],
    [
      'one service of several',
      { Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] } },
      EVENTS,
      'allowed',
    ],
    ['another service', { Principal: { Service: 'sns.amazonaws.com' } }, EVENTS, 'silent'],
    ['an account, and not a service', { Principal: { AWS: '123456789012' } }, EVENTS, 'silent'],
    ['an account by its number', { Principal: { AWS: '444455556666' } }, of('444455556666', 'user/ada'), 'allowed'],
    [
      'an account by its root',
      { Principal: { AWS: 'arn:aws:iam::444455556666:root' } },
      of('444455556666', 'role/r'),
      'allowed',
    ],
    ['another account', { Principal: { AWS: '111122223333' } }, of('444455556666', 'root'), 'silent'],
    ['a user', { Principal: { AWS: 'arn:aws:iam::444455556666:user/ada' } }, of('444455556666', 'user/ada'), 'allowed'],
    [
      'another user',
      { Principal: { AWS: 'arn:aws:iam::444455556666:user/ada' } },
      of('444455556666', 'user/bob'),
      'silent',
    ],
    ['a role by its session', { Principal: { AWS: 'arn:aws:iam::444455556666:role/deployer' } }, session, 'allowed'],
    ['the role of another session', { Principal: { AWS: 'arn:aws:iam::444455556666:role/other' } }, session, 'silent'],
    [
      'all but another',
      { Principal: undefined, NotPrincipal: { AWS: '111122223333' } },
      of('444455556666', 'root'),
      'allowed',
    ],
    [
      'all but this one',
      { Principal: undefined, NotPrincipal: { AWS: '444455556666' } },
      of('444455556666', 'root'),
      'silent',
    ],
    ['nobody', { Principal: undefined }, EVENTS, 'silent'],
  ])('that is %s', ([, said, principal, verdict]) => {
    expect(ask([{ ...ALLOW, ...said }], { principal })).toBe(verdict);
  });
});

test.for<[string, object, string]>([
  ['an action in other letters', { Action: 'SQS:SendMessage' }, 'allowed'],
  ['an action with a star', { Action: 'sqs:Send*' }, 'allowed'],
  ['an action with a question mark', { Action: 'sqs:SendMessag?' }, 'allowed'],
  ['one action of several', { Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'] }, 'allowed'],
  ['another action', { Action: 'sqs:ReceiveMessage' }, 'silent'],
  ['all actions but another', { Action: undefined, NotAction: 'sqs:ReceiveMessage' }, 'allowed'],
  ['all actions but this one', { Action: undefined, NotAction: 'sqs:SendMessage' }, 'silent'],
  ['any resource', { Resource: '*' }, 'allowed'],
  ['a resource with a star', { Resource: 'arn:aws:sqs:*:123456789012:dep*' }, 'allowed'],
  ['a resource in other letters', { Resource: QUEUE.toUpperCase() }, 'silent'],
  ['another resource', { Resource: `${QUEUE}-2` }, 'silent'],
  ['all resources but another', { Resource: undefined, NotResource: `${QUEUE}-2` }, 'allowed'],
])('a statement about %s is %s', ([, said, verdict]) => {
  expect(ask([{ ...ALLOW, ...said }])).toBe(verdict);
});

describe('a condition', () => {
  const many = { 'aws:tagkeys': ['env', 'team'], 'aws:sourcearn': RULE, 'aws:sourceip': '203.0.113.9', size: '7' };
  test.for<[object, boolean]>([
    [{ StringEquals: { 'aws:SourceArn': RULE } }, true],
    [{ StringEquals: { 'AWS:SOURCEARN': ['other', RULE] } }, true],
    [{ StringEquals: { 'aws:SourceArn': RULE.toUpperCase() } }, false],
    [{ StringEqualsIgnoreCase: { 'aws:SourceArn': RULE.toUpperCase() } }, true],
    [{ StringNotEquals: { 'aws:SourceArn': 'other' } }, true],
    [{ StringNotEquals: { 'aws:SourceArn': ['other', RULE] } }, false],
    [{ StringLike: { 'aws:SourceArn': 'arn:aws:events:*rule/*' } }, true],
    [{ StringNotLike: { 'aws:SourceArn': '*pushes' } }, false],
    [{ ArnEquals: { 'aws:SourceArn': RULE } }, true],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-2:123456789012:rule/*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/push??' } }, true],
    // Each of the six parts by itself.
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*rule/pushes' } }, false],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:events:us-east-2:123456789012:rule/other' } }, true],
    [{ ArnNotEquals: { 'aws:SourceArn': RULE } }, false],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
    [{ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] } }, false],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.9' } }, true],
    [{ IpAddress: { 'aws:SourceIp': 'nonsense/99' } }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, true],
    [{ NumericLessThan: { size: 8 } }, true],
    [{ NumericGreaterThanEquals: { size: '8' } }, false],
    [{ Null: { 'aws:SourceVpc': 'true' } }, true],
    [{ Null: { 'aws:SourceArn': 'true' } }, false],
    [{ Null: { 'aws:SourceArn': false } }, true],
    // A key that is not there.
    [{ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, false],
    [{ StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, true],
    [{ StringEqualsIfExists: { 'aws:SourceArn': 'other' } }, false],
    [{ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }, true],
    [{ Bool: { 'aws:ViaAWSService': 'false' } }, false],
    // Sets.
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team', 'cost'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['cost'] } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['team'] } }, true],
    [{ 'ForAnyValue:StringLike': { 'aws:SourceVpc': '*' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'env', 'cost'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:SourceVpc': ['vpc-1'] } }, true],
    // All of several.
    [{ StringEquals: { 'aws:SourceArn': RULE }, Null: { 'aws:SourceVpc': 'false' } }, false],
    [{ StringEquals: { 'aws:SourceArn': RULE, 'aws:SourceIp': '203.0.113.9' } }, true],
    // What nobody knows.
    [{ StringResembles: { 'aws:SourceArn': RULE } }, false],
    [{ constructor: { 'aws:SourceArn': RULE } }, false],
    [{ StringEquals: RULE }, false],
    [[], false],
  ])('%j holds: %s', ([Condition, verdict]) => {
    expect(ask([{ ...ALLOW, Condition }], { context: many })).toBe(verdict ? 'allowed' : 'silent');
  });

  test('a Bool is compared in any letters', () => {
    const context = { 'aws:securetransport': 'true' };
    expect(ask([{ ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': 'True' } } }], { context })).toBe('allowed');
    expect(ask([{ ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': false } } }], { context })).toBe('silent');
  });
});

test('a pattern of many stars takes no longer than its length allows', () => {
  const Action = `sqs:${'*a'.repeat(2000)}`;
  const began = process.cpuUsage();
  expect(ask([{ ...ALLOW, Action }], { action: `sqs:${'a'.repeat(1999)}b` })).toBe('silent');
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});

test('what is no policy has no statements, and what is one may hold a single statement', () => {
  expect(statementsOf(undefined)).toBeUndefined();
  expect(statementsOf('')).toBeUndefined();
  expect(statementsOf('{"Version":')).toEqual([]);
  expect(statementsOf('{"Version":"2012-10-17"}')).toEqual([]);
  expect(statementsOf('{"Statement":{"Effect":"Allow"}}')).toEqual([{ Effect: 'Allow' }]);
  expect(ask([null as never, 3 as never, ALLOW])).toBe('allowed');
});

test('whatever stands in a policy, it has a verdict, and one that denies is never outweighed', () => {
  const odd = fc.jsonValue({ maxDepth: 3 });
  const statement = fc.record(
    {
      Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), odd),
      Principal: fc.oneof(fc.constantFrom('*', { Service: 'events.amazonaws.com' }, { AWS: ['*'] }), odd),
      Action: fc.oneof(fc.constantFrom('*', ['sqs:*']), odd),
      Resource: fc.oneof(fc.constantFrom('*', QUEUE), odd),
      Condition: fc.oneof(fc.dictionary(fc.constantFrom('StringEquals', 'Null', 'ForAllValues:ArnLike'), odd), odd),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(statement, odd)), (statements) => {
      const verdict = ask(statements as readonly object[]);
      expect(['allowed', 'denied', 'silent']).toContain(verdict);
      expect(ask([...(statements as readonly object[]), { ...ALLOW, Effect: 'Deny' }])).toBe('denied');
    }),
  );
});
