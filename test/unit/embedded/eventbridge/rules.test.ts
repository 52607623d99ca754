import { expect, test } from 'vitest';
import { Fault } from '../../../../src/wire/fault.ts';
import { arn, NOW, stage } from './stage.ts';

const EventPattern = '{"source":["shop"]}';
const ENTRY = { Source: 'shop', DetailType: 'order', Detail: '{}' };

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return `${error.code}: ${error.message}`;
    throw error;
  }
  return undefined;
}

test('a rule on the default bus is not named after it, any other is', () => {
  const { ask } = stage();
  ask('CreateEventBus', { Name: 'side' });
  expect(ask('PutRule', { Name: 'r', EventPattern })).toEqual({ RuleArn: arn('events', 'rule/r') });
  expect(ask('PutRule', { Name: 'r', EventPattern, EventBusName: 'side' })).toEqual({
    RuleArn: arn('events', 'rule/side/r'),
  });
});

test('putting a rule again replaces it, but for its targets', () => {
  const { ask, queue } = stage();
  ask('PutRule', { Name: 'r', EventPattern, Description: 'first', State: 'DISABLED' });
  ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: queue('q') }] });
  ask('PutRule', { Name: 'r', EventPattern: '{"source":["other"]}' });
  expect(ask('DescribeRule', { Name: 'r' })).toEqual({
    Name: 'r',
    Arn: arn('events', 'rule/r'),
    EventPattern: '{"source":["other"]}',
    State: 'ENABLED',
    EventBusName: 'default',
    CreatedBy: '123456789012',
  });
  expect(ask('ListTargetsByRule', { Rule: 'r' })).toEqual({ Targets: [{ Id: 't', Arn: arn('sqs', 'q') }] });
});

test.each([
  [{}, 'ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.'],
  [
    { EventPattern: '{}' },
    'InvalidEventPatternException: Event pattern is not valid. Reason: Empty objects are not allowed',
  ],
  [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException: Parameter ScheduleExpression is not valid.'],
  [{ ScheduleExpression: 'cron(* * * * * *)' }, 'ValidationException: Parameter ScheduleExpression is not valid.'],
  [{ EventPattern, EventBusName: 'nowhere' }, 'ResourceNotFoundException: Event bus nowhere does not exist.'],
])('PutRule refuses %j', (input, said) => {
  const { ask } = stage();
  expect(codeOf(() => ask('PutRule', { Name: 'r', ...input }))?.split('\n')[0]).toBe(said);
});

test('schedules are for the default bus alone', () => {
  const { ask } = stage();
  ask('CreateEventBus', { Name: 'side' });
  expect(codeOf(() => ask('PutRule', { Name: 'r', EventBusName: 'side', ScheduleExpression: 'rate(1 hour)' }))).toBe(
    'ValidationException: ScheduleExpression is supported only on the default event bus.',
  );
});

test('a rule with targets stays, one without goes, one that never was is no matter', () => {
  const { ask, queue } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: queue('q') }] });
  expect(codeOf(() => ask('DeleteRule', { Name: 'r' }))).toBe(
    "ValidationException: Rule can't be deleted since it has targets.",
  );
  ask('RemoveTargets', { Rule: 'r', Ids: ['t'] });
  ask('DeleteRule', { Name: 'r' });
  ask('DeleteRule', { Name: 'r' });
  expect(codeOf(() => ask('DescribeRule', { Name: 'r' }))).toBe(
    'ResourceNotFoundException: Rule r does not exist on EventBus default.',
  );
});

test('a rule takes five targets, and the same id replaces', () => {
  const { ask, queue } = stage();
  const Arn = queue('q');
  ask('PutRule', { Name: 'r', EventPattern });
  ask('PutTargets', { Rule: 'r', Targets: ['1', '2', '3', '4', '5'].map((Id) => ({ Id, Arn })) });
  ask('PutTargets', { Rule: 'r', Targets: [{ Id: '5', Arn, Input: '{}' }] });
  expect(codeOf(() => ask('PutTargets', { Rule: 'r', Targets: [{ Id: '6', Arn }] }))).toBe(
    'LimitExceededException: The requested resource exceeds the maximum number allowed.',
  );
  expect((ask('ListTargetsByRule', { Rule: 'r' }) as { Targets: unknown[] }).Targets).toHaveLength(5);
});

test.each([
  [{ Arn: 'queue' }, 'Parameter queue is not valid. Reason: Provided Arn is not in correct format.'],
  [{ Arn: arn('sqs', 'q.fifo') }, 'Parameter(s) SqsParameters must be specified for target: t.'],
  [
    { Arn: arn('batch', 'job-queue/q') },
    `Parameter ${arn('batch', 'job-queue/q')} is not valid. Reason: This kind of target is not acted out.`,
  ],
])('PutTargets lists %j among the failed', (target, ErrorMessage) => {
  const { ask } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  expect(ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', ...target }] })).toEqual({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: 't', ErrorCode: 'ValidationException', ErrorMessage }],
  });
});

test.each([
  [
    { Input: '{}', InputPath: '$.detail' },
    'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
  ],
  [{ InputTransformer: { InputTemplate: '"<x>"' } }, 'InputTemplate for target t contains invalid placeholder x.'],
])('PutTargets refuses a request with %j', (target, message) => {
  const { ask, queue } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  expect(codeOf(() => ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: queue('q'), ...target }] }))).toBe(
    `ValidationException: ${message}`,
  );
});

test('a log group has a policy of its own and takes no role', () => {
  const { ask } = stage();
  const Arn = arn('logs', 'log-group:/aws/events/x');
  ask('PutRule', { Name: 'r', EventPattern });
  expect(
    codeOf(() => ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn, RoleArn: 'arn:aws:iam::1:role/r' }] })),
  ).toBe(`ValidationException: RoleArn is not supported for target ${Arn}.`);
});

test('removing a target that is not there fails for itself', () => {
  const { ask } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  expect(ask('RemoveTargets', { Rule: 'r', Ids: ['t'] })).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: 't', ErrorCode: 'ResourceNotFoundException' }],
  });
});

test('a disabled rule is passed by until it is enabled', async () => {
  const { ask, queue, agenda, messages } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: queue('q') }] });
  ask('DisableRule', { Name: 'r' });
  ask('PutEvents', { Entries: [ENTRY] });
  await agenda.settle(0);
  expect(await messages('q')).toEqual([]);
  ask('EnableRule', { Name: 'r' });
  ask('PutEvents', { Entries: [ENTRY] });
  await agenda.settle(0);
  expect(await messages('q')).toHaveLength(1);
});

test('lists are in the order of names, by prefix, and in pages', () => {
  const { ask, queue } = stage();
  const Arn = queue('q');
  for (const Name of ['b2', 'a', 'b1', 'b3']) {
    ask('PutRule', { Name, EventPattern });
    if (Name !== 'a') ask('PutTargets', { Rule: Name, Targets: [{ Id: 't', Arn }] });
  }
  const first = ask('ListRules', { NamePrefix: 'b', Limit: 2 }) as { Rules: { Name: string }[]; NextToken: string };
  expect(first.Rules.map(({ Name }) => Name)).toEqual(['b1', 'b2']);
  const second = ask('ListRules', { NamePrefix: 'b', Limit: 2, NextToken: first.NextToken }) as typeof first;
  expect(second).toMatchObject({ Rules: [{ Name: 'b3' }] });
  expect(second).not.toHaveProperty('NextToken');
  expect(ask('ListRuleNamesByTarget', { TargetArn: Arn })).toEqual({ RuleNames: ['b1', 'b2', 'b3'] });
  expect(() => ask('ListRules', { NextToken: 'nonsense' })).toThrow('Parameter NextToken is not valid.');
});

test('a bus takes three hundred rules', () => {
  const { ask } = stage();
  for (let index = 0; index < 300; index += 1) ask('PutRule', { Name: `r${index}`, EventPattern });
  expect(codeOf(() => ask('PutRule', { Name: 'one-more', EventPattern }))).toMatch(/^LimitExceededException/);
  ask('PutRule', { Name: 'r7', EventPattern, Description: 'changed' });
});

test('an account has a hundred buses, the default one among them', () => {
  const { ask } = stage();
  for (let index = 1; index < 100; index += 1) ask('CreateEventBus', { Name: `b${index}` });
  expect(codeOf(() => ask('CreateEventBus', { Name: 'one-more' }))).toMatch(/^LimitExceededException/);
});

test('a bus takes thirty rules with wildcards', () => {
  const { ask } = stage();
  const wild = (word: string) => JSON.stringify({ source: [{ wildcard: `${word}*` }] });
  for (let index = 0; index < 30; index += 1) ask('PutRule', { Name: `r${index}`, EventPattern: wild('a') });
  expect(codeOf(() => ask('PutRule', { Name: 'one-more', EventPattern: wild('a') }))).toMatch(
    /^LimitExceededException/,
  );
  ask('PutRule', { Name: 'one-more', EventPattern });
  ask('PutRule', { Name: 'r7', EventPattern: wild('b') });
});

test('dead letters go to a standard queue and to nothing else', () => {
  const { ask } = stage();
  ask('PutRule', { Name: 'r', EventPattern });
  for (const [letters, taken] of [
    [arn('sqs', 'dead'), true],
    [arn('sqs', 'dead.fifo'), false],
    [arn('sns', 'dead'), false],
  ] as const) {
    const Targets = [{ Id: 't', Arn: arn('sqs', 'q'), DeadLetterConfig: { Arn: letters } }];
    const put = () => ask('PutTargets', { Rule: 'r', Targets });
    if (taken) expect(put()).toMatchObject({ FailedEntryCount: 0 });
    else expect(codeOf(put)).toMatch(/^ValidationException/);
  }
});

test('tags belong to a rule until it goes', () => {
  const { ask } = stage();
  ask('PutRule', { Name: 'r', EventPattern, Tags: [{ Key: 'a', Value: '1' }] });
  const ResourceARN = arn('events', 'rule/r');
  ask('TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] });
  ask('UntagResource', { ResourceARN, TagKeys: ['a'] });
  expect(ask('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
  ask('DeleteRule', { Name: 'r' });
  expect(codeOf(() => ask('ListTagsForResource', { ResourceARN }))).toMatch(/^ResourceNotFoundException/);
});

test('buses are made, described, changed, listed and deleted', () => {
  const { ask } = stage();
  expect(ask('CreateEventBus', { Name: 'side', Description: 'd' })).toEqual({
    EventBusArn: arn('events', 'event-bus/side'),
    Description: 'd',
  });
  expect(codeOf(() => ask('CreateEventBus', { Name: 'side' }))).toBe(
    'ResourceAlreadyExistsException: Event bus side already exists.',
  );
  expect(ask('DescribeEventBus', { Name: 'side' })).toEqual({
    Name: 'side',
    Arn: arn('events', 'event-bus/side'),
    Description: 'd',
    CreationTime: new Date(NOW),
    LastModifiedTime: new Date(NOW),
  });
  ask('UpdateEventBus', { Name: 'side', Description: 'e' });
  expect(ask('ListEventBuses')).toMatchObject({
    EventBuses: [{ Name: 'default' }, { Name: 'side', Description: 'e' }],
  });
  ask('DeleteEventBus', { Name: 'side' });
  ask('DeleteEventBus', { Name: 'side' });
  expect(codeOf(() => ask('DeleteEventBus', { Name: 'default' }))).toBe(
    'ValidationException: Cannot delete event bus default.',
  );
  expect(codeOf(() => ask('DescribeEventBus', { Name: 'side' }))).toBe(
    'ResourceNotFoundException: Event bus side does not exist.',
  );
});

test('permissions make the policy of a bus, statement by statement', () => {
  const { ask } = stage();
  ask('PutPermission', { StatementId: 's', Action: 'events:PutEvents', Principal: '111122223333' });
  const { Policy } = ask('DescribeEventBus') as { Policy: string };
  expect(JSON.parse(Policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 's',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'events:PutEvents',
        Resource: arn('events', 'event-bus/default'),
      },
    ],
  });
  expect(codeOf(() => ask('RemovePermission', { StatementId: 'other' }))).toBe(
    'ResourceNotFoundException: Statement with the provided id does not exist.',
  );
  ask('RemovePermission', { StatementId: 's' });
  expect(ask('DescribeEventBus')).not.toHaveProperty('Policy');
  expect(codeOf(() => ask('RemovePermission', { StatementId: 's' }))).toBe(
    'ResourceNotFoundException: EventBus does not have a policy.',
  );
});
