import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fitsAny } from '../../../../src/rule/read/policy.ts';
import { readRules } from '../../../../src/rule/read/read-rules.ts';
import type { Permission } from '../../../../src/rule/read/reading.ts';

const RULE = 'arn:aws:events:us-east-1:123456789012:rule/pushed';

/** What is said of whether the rule "pushed" may send to its one target. */
async function permission(target: object, resources: object): Promise<Permission> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'ecreplay-permission-'));
  const file = join(folder.path, 'template.json');
  const rule = {
    Type: 'AWS::Events::Rule',
    Properties: { Name: 'pushed', EventPattern: { source: ['aws.ecr'] }, Targets: [{ Id: 'one', ...target }] },
  };
  writeFileSync(file, JSON.stringify({ Resources: { Rule: rule, ...resources } }));
  const { rules } = await readRules(file);
  return rules[0]!.targets[0]!.permission;
}

const QUEUE = { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
const FUNCTION = { Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } };

function queue(statement: object | undefined, properties = {}): object {
  return {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', ...properties } },
    ...(statement && {
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [statement] } },
      },
    }),
  };
}

function invoking(properties: object): object {
  return {
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...properties },
    },
  };
}

const EVENTS = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
const ALL = '*';

test.each([
  ['a queue with a policy for any rule', QUEUE, queue({ ...EVENTS, Resource: ALL }), 'given'],
  [
    'a queue with a policy for this rule',
    QUEUE,
    queue({ ...EVENTS, Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }),
    'given',
  ],
  [
    'a queue with a policy for rules of this form',
    QUEUE,
    queue({ ...EVENTS, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*:*:rule/pu*' } } }),
    'given',
  ],
  [
    'a queue with a policy for all that is in the account',
    QUEUE,
    queue({ ...EVENTS, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }),
    'given',
  ],
  [
    'a queue with a policy for everything',
    QUEUE,
    queue({ Effect: 'Allow', Principal: ALL, Action: 'SQS:*', Resource: ALL }),
    'given',
  ],
  ['a queue without a policy', QUEUE, queue(undefined), 'missing'],
  [
    'a queue with a policy for another rule',
    QUEUE,
    queue({ ...EVENTS, Condition: { ArnEquals: { 'aws:SourceArn': `${RULE}-too` } } }),
    'missing',
  ],
  [
    'a queue with a policy for another service',
    QUEUE,
    queue({ ...EVENTS, Principal: { Service: 'sns.amazonaws.com' } }),
    'missing',
  ],
  ['a queue with a policy for another action', QUEUE, queue({ ...EVENTS, Action: 'sqs:ReceiveMessage' }), 'missing'],
  ['a queue with a policy that denies it', QUEUE, queue({ ...EVENTS, Effect: 'Deny' }), 'missing'],
  [
    'a queue with a condition on what only AWS knows',
    QUEUE,
    queue({ ...EVENTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    'unknown',
  ],
  ["a queue with AWS's own key", QUEUE, queue({ ...EVENTS }, { KmsMasterKeyId: 'alias/aws/sqs' }), 'missing'],
  ['a queue of elsewhere', { Arn: 'arn:aws:sqs:us-east-1:123456789012:elsewhere' }, {}, 'unknown'],
  ['a queue and a role', { ...QUEUE, RoleArn: 'arn:aws:iam::123456789012:role/r' }, queue(undefined), 'given'],
  ['a function with a permission for any rule', FUNCTION, invoking({ Principal: 'events.amazonaws.com' }), 'given'],
  [
    'a function with a permission for this rule',
    FUNCTION,
    invoking({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } }),
    'given',
  ],
  [
    'a function with a permission for another rule',
    FUNCTION,
    invoking({ Principal: 'events.amazonaws.com', SourceArn: `${RULE}-too` }),
    'missing',
  ],
  [
    'a function with a permission for another service',
    FUNCTION,
    invoking({ Principal: 's3.amazonaws.com' }),
    'missing',
  ],
  [
    'a function with a permission whose rule is not known',
    FUNCTION,
    invoking({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::ImportValue': 'x' } }),
    'unknown',
  ],
  [
    'a version of a function',
    { Arn: { 'Fn::Sub': '${Function.Arn}:live' } },
    invoking({ Principal: 'events.amazonaws.com' }),
    'given',
  ],
  ['a stream without a role', { Arn: 'arn:aws:kinesis:us-east-1:123456789012:stream/s' }, {}, 'missing'],
  [
    'a log group with a role',
    { Arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/l', RoleArn: 'arn:aws:iam::123456789012:role/r' },
    {},
    'missing',
  ],
  ['a log group without a policy', { Arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/l' }, {}, 'unknown'],
] as const)('%s: the permission is told', async (_, target, resources, kind) => {
  const told = await permission(target, resources);
  expect(told).toEqual({ kind, by: expect.stringMatching(/./) });
});

test.each([
  ['sqs:*', 'sqs:SendMessage', true],
  ['SQS:send*', 'sqs:SendMessage', true],
  ['sqs:Send?essage', 'sqs:SendMessage', true],
  ['*Message', 'sqs:SendMessage', true],
  ['*:*e*g?', 'sqs:SendMessage', true],
  ['sqs:Send', 'sqs:SendMessage', false],
  ['sqs:SendMessage?', 'sqs:SendMessage', false],
  ['s.s:SendMessage', 'sqs:SendMessage', false],
  ['**', '', true],
  [`${'*a'.repeat(60)}b`, 'a'.repeat(5_000), false],
])('an action of a policy, %s, fits or does not', (wanted, found, isFit) => {
  expect(fitsAny(wanted, found, true)).toBe(isFit);
});
