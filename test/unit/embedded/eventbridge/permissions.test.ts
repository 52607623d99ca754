import { describe, expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { addRule } from '../../../../src/bus/add-rule.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openPermissions } from '../../../../src/embedded/policy/permissions.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import type { Rule } from '../../../../src/rule/rule.ts';
import { ACCOUNT, arn, NOW, REGION } from './stage.ts';

const RULE = arn('events', 'rule/pushes');
const EVENTS = { Service: 'events.amazonaws.com' };
const SENDS = { Effect: 'Allow', Principal: EVENTS, Action: 'sqs:SendMessage', Resource: arn('sqs', 'q') };
const DAY = 86_400_000;

function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** An account with a queue, a dead-letter queue that lets everybody in, a topic and a function; and what can be asked of it. */
function account({ enforced = false } = {}) {
  const agenda = virtualAgenda(NOW);
  const permissions = openPermissions({ enforced });
  const scene = openScene({ account: ACCOUNT, region: REGION, agenda, random: seeded(7), permissions });
  const estate = openEstate(scene);
  const { queues, topics, functions } = estate;
  queues.create('q', {}, {});
  queues.create('letters', { Policy: policy({ ...SENDS, Resource: '*', Principal: '*' }) }, {});
  topics.create('t', {}, {});
  const ran: unknown[] = [];
  functions.define('f', (event) => {
    ran.push(event);
    return Promise.resolve({ kind: 'returned', value: null });
  });

  const ask = (service: string, operation: string, input: object): Promise<unknown> =>
    estate.perform(service, operation, input as Readonly<Record<string, unknown>>);

  async function taken(name: string): Promise<{ body: string; attributes: Record<string, unknown> }[]> {
    const received = await queues.receive(arn('sqs', name), { most: 10 });
    return received.map(({ message, receiptHandle }) => {
      queues.delete(arn('sqs', name), receiptHandle);
      const attributes = Object.entries(message.attributes).map(([key, { value }]) => [key, value]);
      return { body: message.body, attributes: Object.fromEntries(attributes) as Record<string, unknown> };
    });
  }

  async function target(definition: object, bury = true): Promise<void> {
    await ask('eventbridge', 'PutRule', { Name: 'pushes', EventPattern: '{"source":["app"]}' });
    const Targets = [{ Id: 't', ...definition, ...(bury && { DeadLetterConfig: { Arn: arn('sqs', 'letters') } }) }];
    await ask('eventbridge', 'PutTargets', { Rule: 'pushes', Targets });
  }

  /** Puts an event and lets a day pass. */
  async function put(): Promise<void> {
    await ask('eventbridge', 'PutEvents', { Entries: [{ Source: 'app', DetailType: 'd', Detail: '{"a":1}' }] });
    await agenda.settle(DAY);
  }

  return { estate, agenda, ask, taken, target, put, ran };
}

describe('a queue', () => {
  test('that lets nobody in makes a dead letter at once, with all that AWS says of it', async () => {
    const { target, put, taken, agenda } = account({ enforced: true });
    await target({ Arn: arn('sqs', 'q') });
    await put();
    expect(agenda.now()).toBe(NOW);
    expect(await taken('q')).toEqual([]);
    const [letter] = await taken('letters');
    expect(JSON.parse(letter!.body)).toMatchObject({ source: 'app', detail: { a: 1 } });
    expect(letter!.attributes).toEqual({
      RULE_ARN: RULE,
      TARGET_ARN: arn('sqs', 'q'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: `User: events.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${arn('sqs', 'q')} because no resource-based policy allows the sqs:sendmessage action`,
      RETRY_ATTEMPTS: '0',
    });
  });

  test.for<[string, object, boolean]>([
    ['the service', {}, true],
    ['this rule', { Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }, true],
    ['rules like this', { Condition: { ArnLike: { 'aws:SourceArn': arn('events', 'rule/*') } } }, true],
    ['another rule', { Condition: { ArnEquals: { 'aws:SourceArn': arn('events', 'rule/other') } } }, false],
    ['this account', { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }, true],
    ['another account', { Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }, false],
    ['another service', { Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['another action', { Action: 'sqs:ReceiveMessage' }, false],
    ['nobody', { Effect: 'Deny' }, false],
  ])('whose policy names %s goes by it, enforced or not', async ([, said, allowed]) => {
    for (const enforced of [true, false]) {
      const { ask, target, put, taken } = account({ enforced });
      const QueueUrl = `http://localhost/${ACCOUNT}/q`;
      await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy({ ...SENDS, ...said }) } });
      await target({ Arn: arn('sqs', 'q') });
      await put();
      expect([(await taken('q')).length, (await taken('letters')).length]).toEqual(allowed ? [1, 0] : [0, 1]);
    }
  });

  test('that says nothing is open to rules, unless permissions are enforced', async () => {
    const { target, put, taken } = account();
    await target({ Arn: arn('sqs', 'q') });
    await put();
    expect((await taken('q')).length).toBe(1);
  });

  test('is asked anew as soon as its policy changes', async () => {
    const { ask, target, put, taken } = account({ enforced: true });
    const QueueUrl = `http://localhost/${ACCOUNT}/q`;
    await target({ Arn: arn('sqs', 'q') });
    await put();
    expect((await taken('q')).length).toBe(0);
    await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy(SENDS) } });
    await put();
    expect((await taken('q')).length).toBe(1);
    await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } });
    await put();
    expect((await taken('q')).length).toBe(0);
  });

  test('is reached in the name of a role, if its policy does not deny that', async () => {
    const { ask, target, put, taken } = account({ enforced: true });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/events`;
    await target({ Arn: arn('sqs', 'q'), RoleArn });
    await put();
    expect((await taken('q')).length).toBe(1);
    const Policy = policy({ ...SENDS, Effect: 'Deny', Principal: { AWS: RoleArn } });
    await ask('sqs', 'SetQueueAttributes', { QueueUrl: `http://localhost/${ACCOUNT}/q`, Attributes: { Policy } });
    await put();
    const [letter] = await taken('letters');
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('with an explicit deny in a resource-based policy') as string,
    });
  });

  test('that is gone is missing, not forbidden', async () => {
    const { target, put, taken } = account({ enforced: true });
    await target({ Arn: arn('sqs', 'gone') });
    await put();
    expect((await taken('letters'))[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE' });
  });

  test('for dead letters has to let the rule in too, or the event is gone', async () => {
    const { ask, estate, target, put, taken } = account({ enforced: true });
    const endings: string[] = [];
    estate.buses.listen({ ended: (_, { kind }) => void endings.push(kind) });
    await ask('sqs', 'SetQueueAttributes', {
      QueueUrl: `http://localhost/${ACCOUNT}/letters`,
      Attributes: {
        Policy: policy({ ...SENDS, Resource: arn('sqs', 'letters'), Principal: { Service: 'sns.amazonaws.com' } }),
      },
    });
    await target({ Arn: arn('sqs', 'gone') });
    await put();
    expect(await taken('letters')).toEqual([]);
    expect(endings).toEqual(['dropped']);
  });
});

test('a topic needs a statement for the service: that of its owner is not enough', async () => {
  const { ask, estate, target, put, taken } = account({ enforced: true });
  await target({ Arn: arn('sns', 't') });
  await put();
  expect((await taken('letters'))[0]?.attributes).toMatchObject({
    ERROR_CODE: 'NO_PERMISSIONS',
    ERROR_MESSAGE: expect.stringContaining('because no resource-based policy allows the SNS:Publish action') as string,
  });
  estate.topics.subscribe(estate.topics.at(arn('sns', 't')), {
    protocol: 'email',
    endpoint: 'ada@example.com',
    attributes: {},
    at: undefined,
  }).confirmed = true;
  const AttributeValue = policy({
    Effect: 'Allow',
    Principal: EVENTS,
    Action: 'sns:Publish',
    Resource: arn('sns', 't'),
  });
  await ask('sns', 'SetTopicAttributes', { TopicArn: arn('sns', 't'), AttributeName: 'Policy', AttributeValue });
  await put();
  expect(estate.topics.letters.at(-1)?.message).toContain('"source":"app"');
});

describe('a function', () => {
  const permission = {
    FunctionName: 'f',
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  };

  test('runs for the rule that AddPermission names, and no longer when that is taken back', async () => {
    const { ask, target, put, ran, taken } = account({ enforced: true });
    await target({ Arn: arn('lambda', 'function:f') });
    await put();
    expect(ran).toEqual([]);
    expect((await taken('letters'))[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
    await ask('lambda', 'AddPermission', { ...permission, SourceArn: RULE });
    await put();
    expect(ran).toHaveLength(1);
    await ask('lambda', 'RemovePermission', { FunctionName: 'f', StatementId: 's' });
    await put();
    expect(ran).toHaveLength(1);
  });

  test('whose permission is for another rule is closed to this one, enforced or not', async () => {
    for (const enforced of [true, false]) {
      const { ask, target, put, ran } = account({ enforced });
      await ask('lambda', 'AddPermission', { ...permission, SourceArn: arn('events', 'rule/other') });
      await target({ Arn: arn('lambda', 'function:f') });
      await put();
      expect(ran).toEqual([]);
    }
  });
});

describe('a log group', () => {
  const group = arn('logs', 'log-group:/aws/events/pushes');
  const Principal = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
  const both = {
    Effect: 'Allow',
    Principal,
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${group}:*`,
  };
  const lines = ({ estate }: ReturnType<typeof account>) => estate.logGroups.find('/aws/events/pushes').events.length;

  test.for<[string, object[], number]>([
    ['both actions', [both], 1],
    ['all log groups of events', [{ ...both, Resource: arn('logs', 'log-group:/aws/events/*:*') }], 1],
    [
      'each action by itself, as the guide has it',
      [
        { ...both, Action: 'logs:CreateLogStream' },
        {
          ...both,
          Action: 'logs:PutLogEvents',
          Resource: `${group}:*:*`,
          Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
        },
      ],
      1,
    ],
    ['one action of the two', [{ ...both, Action: 'logs:PutLogEvents' }], 0],
    ['another log group', [{ ...both, Resource: `${group}-2:*` }], 0],
  ])('takes lines when a policy of the account is about %s', async ([, statements, count]) => {
    const aws = account({ enforced: true });
    aws.estate.logGroups.create('/aws/events/pushes');
    await aws.ask('cloudwatch-logs', 'PutResourcePolicy', { policyName: 'p', policyDocument: policy(...statements) });
    await aws.target({ Arn: group });
    await aws.put();
    expect([lines(aws), (await aws.taken('letters')).length]).toEqual([count, 1 - count]);
  });

  test('without enforcement takes lines unless a policy is about it and leaves the rule out', async () => {
    for (const [Resource, count] of [
      [arn('logs', 'log-group:/other:*'), 1],
      [`${group}:*`, 0],
    ] as const) {
      const aws = account();
      aws.estate.logGroups.create('/aws/events/pushes');
      const policyDocument = policy({ ...both, Principal: { Service: 'route53.amazonaws.com' }, Resource });
      await aws.ask('cloudwatch-logs', 'PutResourcePolicy', { policyName: 'p', policyDocument });
      await aws.target({ Arn: group });
      await aws.put();
      expect(lines(aws)).toBe(count);
    }
  });
});

test.for([
  arn('kinesis', 'stream/s'),
  arn('states', 'stateMachine:m'),
  arn('firehose', 'deliverystream/d'),
  arn('ecs', 'cluster/c'),
  `arn:aws:ssm:${REGION}::document/AWS-RunShellScript`,
  arn('events', 'api-destination/a/1'),
])('PutTargets wants a role for %s where permissions are enforced', async (target) => {
  const { ask } = account({ enforced: true });
  await ask('eventbridge', 'PutRule', { Name: 'pushes', EventPattern: '{"source":["app"]}' });
  await expect(
    ask('eventbridge', 'PutTargets', { Rule: 'pushes', Targets: [{ Id: 't', Arn: target }] }),
  ).rejects.toMatchObject({ code: 'ValidationException', message: `RoleArn is required for target ${target}.` });
});

describe('what the configuration names', () => {
  const rule: Rule = {
    name: 'pushes',
    pattern: { source: ['app'] },
    targets: [{ queue: 'q', deadLetterConfig: { arn: 'letters' } }, { topic: 't' }, { consumer: 'f' }],
  };

  test('lets the rules of the configuration in, enforced or not, and no others', async () => {
    for (const enforced of [true, false]) {
      const { estate, put, taken, ran, ask } = account({ enforced });
      addRule(rule, estate);
      await put();
      expect([(await taken('q')).length, ran.length]).toEqual([1, 1]);
      await ask('eventbridge', 'PutRule', { Name: 'other', EventPattern: '{"source":["app"]}' });
      const Targets = [{ Id: 't', Arn: arn('sqs', 'q') }];
      await ask('eventbridge', 'PutTargets', { Rule: 'other', Targets });
      await put();
      expect((await taken('q')).length).toBe(enforced ? 1 : 2);
    }
  });

  test('goes by a policy that it is given, which may leave the rules of the configuration out', async () => {
    const { estate, put, taken, ask } = account();
    addRule(rule, estate);
    const Policy = policy({ ...SENDS, Condition: { ArnEquals: { 'aws:SourceArn': arn('events', 'rule/other') } } });
    await ask('sqs', 'SetQueueAttributes', { QueueUrl: `http://localhost/${ACCOUNT}/q`, Attributes: { Policy } });
    await put();
    expect((await taken('q')).length).toBe(0);
    expect((await taken('letters'))[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
  });

  test('goes by a policy that it had before the rules came', async () => {
    const { estate, put, taken } = account();
    const other = policy({ ...SENDS, Principal: { Service: 'sns.amazonaws.com' } });
    estate.queues.setAttributes(estate.queues.named('q'), { Policy: other });
    addRule(rule, estate);
    await put();
    expect((await taken('q')).length).toBe(0);
  });

  test('keeps its permission when AddPermission adds another', async () => {
    const { estate, put, taken, ran, ask } = account();
    addRule(rule, estate);
    const QueueUrl = `http://localhost/${ACCOUNT}/q`;
    await ask('sqs', 'AddPermission', {
      QueueUrl,
      Label: 'l',
      AWSAccountIds: ['444455556666'],
      Actions: ['SendMessage'],
    });
    const added = {
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    };
    await ask('lambda', 'AddPermission', added);
    await put();
    expect([(await taken('q')).length, ran.length]).toEqual([1, 1]);
  });
});
