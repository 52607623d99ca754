import { describe, expect, test } from 'vitest';
import { Fault } from '../../../../src/wire/fault.ts';
import { arn, NOW, stage } from './stage.ts';

const ENTRY = { Source: 'shop', DetailType: 'order', Detail: '{"id":1,"tags":["a"]}' };
const HOUR = 3_600_000;

type Stage = ReturnType<typeof stage>;

/** Sends one event through a rule with this target, and lets everything happen. */
async function deliver(all: Stage, target: Readonly<Record<string, unknown>>, limit = 25 * HOUR): Promise<string> {
  all.ask('PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });
  expect(all.ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', ...target }] })).toMatchObject({
    FailedEntryCount: 0,
  });
  const { Entries } = all.ask('PutEvents', { Entries: [ENTRY] }) as { Entries: { EventId: string }[] };
  await all.agenda.settle(limit);
  const id = Entries[0]!.EventId;
  return `{"version":"0","id":"${id}","detail-type":"order","source":"shop","account":"123456789012","time":"2026-01-15T09:30:00Z","region":"us-east-2","resources":[],"detail":{"id":1,"tags":["a"]}}`;
}

describe('what arrives', () => {
  test('at a queue is the event as body, or a text with its quotes', async () => {
    const all = stage();
    const body = await deliver(all, { Arn: all.queue('q') });
    expect(await all.messages('q')).toEqual([{ body, attributes: {} }]);
    await deliver(all, { Arn: arn('sqs', 'q'), InputPath: '$.detail-type' });
    expect(await all.messages('q')).toEqual([{ body: '"order"', attributes: {} }]);
  });

  test('at a FIFO queue belongs to the group that the target names', async () => {
    const all = stage();
    await deliver(all, { Arn: all.queue('q.fifo'), SqsParameters: { MessageGroupId: 'g' } });
    const [received] = await all.queues.receive(arn('sqs', 'q.fifo'), {});
    expect(received?.message.groupId).toBe('g');
  });

  test('at a topic is the event as message, without a subject', async () => {
    const all = stage();
    const message = await deliver(all, { Arn: arn('sns', 'topic') });
    expect(all.sent).toEqual([['topic', arn('sns', 'topic'), { message }]]);
  });

  test('at a function is an asynchronous invocation with the event', async () => {
    const all = stage();
    const payload = await deliver(all, { Arn: arn('lambda', 'function:f') });
    expect(all.sent).toEqual([
      ['function', arn('lambda', 'function:f'), payload, expect.objectContaining({ type: 'Event' })],
    ]);
  });

  test('in a log group is one entry with the time of the event, or what a transformer makes of it', async () => {
    const all = stage();
    const message = await deliver(all, { Arn: arn('logs', 'log-group:/aws/events/x:*') });
    const stream = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(all.sent).toEqual([['log group', '/aws/events/x', stream, [{ timestamp: NOW, message }]]]);
    all.sent.length = 0;
    await deliver(all, {
      Arn: arn('logs', 'log-group:/aws/events/x'),
      InputTransformer: {
        InputPathsMap: { type: '$.detail-type', time: '$.time' },
        InputTemplate: '{"timestamp": <time>, "message": "an <type>"}',
      },
    });
    expect(all.sent).toEqual([['log group', '/aws/events/x', stream, [{ timestamp: NOW, message: 'an order' }]]]);
  });

  test('in a stream is a record whose key is found by a path, or else the id', async () => {
    const all = stage();
    const text = await deliver(all, { Arn: arn('kinesis', 'stream/s') });
    const { id } = JSON.parse(text) as { id: string };
    await deliver(all, { Arn: arn('kinesis', 'stream/s'), KinesisParameters: { PartitionKeyPath: '$.detail.tags' } });
    expect(all.sent).toEqual([
      ['stream', arn('kinesis', 'stream/s'), { data: Buffer.from(text), partitionKey: id }],
      ['stream', arn('kinesis', 'stream/s'), { data: expect.any(Buffer) as Buffer, partitionKey: '["a"]' }],
    ]);
  });

  test('in a delivery stream is the event with no newline behind it', async () => {
    const all = stage();
    const text = await deliver(all, { Arn: arn('firehose', 'deliverystream/d') });
    expect(all.sent).toEqual([['delivery stream', arn('firehose', 'deliverystream/d'), Buffer.from(text)]]);
  });

  test('at a state machine is an execution with the event as input', async () => {
    const all = stage();
    const input = await deliver(all, { Arn: arn('states', 'stateMachine:m') });
    expect(all.sent).toEqual([['state machine', arn('states', 'stateMachine:m'), input]]);
  });

  test('by Run Command looks at the event only where the target makes parameters of it', async () => {
    const all = stage();
    const target = {
      Arn: `arn:aws:ssm:us-east-2::document/AWS-RunShellScript`,
      RunCommandParameters: { RunCommandTargets: [{ Key: 'tag:env', Values: ['test'] }] },
    };
    const sent = { documentName: 'AWS-RunShellScript', targets: [{ key: 'tag:env', values: ['test'] }] };
    await deliver(all, target);
    await deliver(all, { ...target, Input: '{"commands":["ls"],"workingDirectory":"/srv"}' });
    expect(all.sent).toEqual([
      ['command', { ...sent, parameters: {} }],
      ['command', { ...sent, parameters: { commands: ['ls'], workingDirectory: ['/srv'] } }],
    ]);
  });

  test('on ECS is a task of the definition, with overrides if the target makes some', async () => {
    const all = stage();
    const TaskDefinitionArn = arn('ecs', 'task-definition/web:3');
    await deliver(all, {
      Arn: arn('ecs', 'cluster/c'),
      EcsParameters: { TaskDefinitionArn, TaskCount: 2, LaunchType: 'FARGATE' },
      Input: '{"containerOverrides":[]}',
    });
    expect(all.sent).toEqual([
      [
        'task',
        {
          cluster: arn('ecs', 'cluster/c'),
          taskDefinition: TaskDefinitionArn,
          count: 2,
          startedBy: 'events-rule/r',
          launchType: 'FARGATE',
          overrides: { containerOverrides: [] },
        },
      ],
    ]);
  });
});

describe('another bus', () => {
  function chain(all: Stage): void {
    for (const Name of ['second', 'third']) {
      all.ask('CreateEventBus', { Name });
      all.ask('PutRule', { Name: 'r', EventBusName: Name, EventPattern: '{"source":["shop"]}' });
    }
    all.ask('PutTargets', {
      Rule: 'r',
      EventBusName: 'second',
      Targets: [
        { Id: 'q', Arn: all.queue('second') },
        { Id: 'b', Arn: arn('events', 'event-bus/third'), DeadLetterConfig: { Arn: all.queue('dead') } },
      ],
    });
    all.ask('PutTargets', { Rule: 'r', EventBusName: 'third', Targets: [{ Id: 'q', Arn: all.queue('third') }] });
  }

  test('is given the event as it is, and passes it no further', async () => {
    const all = stage();
    chain(all);
    const body = await deliver(all, { Arn: arn('events', 'event-bus/second'), Input: '{"never":"used"}' });
    expect(await all.messages('second')).toEqual([{ body, attributes: {} }]);
    expect(await all.messages('third')).toEqual([]);
    expect(await all.messages('dead')).toMatchObject([
      { body, attributes: { ERROR_CODE: 'THIRD_ACCOUNT_HOP_DETECTED' } },
    ]);
  });

  test.each([
    ['arn:aws:events:us-east-2:111122223333:event-bus/b', 'CROSS_ACCOUNT_INGESTION_FAILED'],
    ['arn:aws:events:eu-west-1:123456789012:event-bus/b', 'CROSS_REGION_INGESTION_FAILED'],
    ['arn:aws:events:us-east-2:123456789012:event-bus/gone', 'NO_RESOURCE'],
  ])('that is %s cannot be reached', async (Arn, ERROR_CODE) => {
    const all = stage();
    await deliver(all, { Arn, DeadLetterConfig: { Arn: all.queue('dead') } });
    expect(await all.messages('dead')).toMatchObject([{ attributes: { ERROR_CODE } }]);
  });
});

describe('a failure', () => {
  /** A topic that fails so often, and notes when it was asked. */
  function failing(times: number, fault: Fault): { all: Stage; tries: number[] } {
    const tries: number[] = [];
    const all: Stage = stage({
      topics: {
        publish: () => {
          tries.push(all.agenda.now() - NOW);
          if (tries.length <= times) throw fault;
        },
      },
    });
    return { all, tries };
  }

  const BUSY = new Fault('InternalError', 'try later', 500);

  test('is tried again, ever later, until it succeeds, and the caller never hears of it', async () => {
    const { all, tries } = failing(6, BUSY);
    await deliver(all, { Arn: arn('sns', 'topic') });
    expect(tries).toHaveLength(7);
    const gaps = tries.slice(1).map((at, index) => at - tries[index]!);
    for (const [index, gap] of gaps.entries()) {
      expect(gap).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(gap).toBeLessThanOrEqual(1_000 * 2 ** index);
    }
    expect(await all.messages(all.queue('dead').split(':').at(-1)!)).toEqual([]);
  });

  test('that lasts ends after 185 retries within a day, in the dead-letter queue with what is known', async () => {
    const { all, tries } = failing(Infinity, BUSY);
    const body = await deliver(all, {
      Arn: arn('sns', 'topic'),
      Input: '"x"',
      DeadLetterConfig: { Arn: all.queue('dead') },
    });
    expect(tries).toHaveLength(186);
    expect(tries.at(-1)).toBeLessThan(24 * HOUR);
    expect(tries.at(-1)).toBeGreaterThan(20 * HOUR);
    expect(await all.messages('dead')).toEqual([
      {
        body,
        attributes: {
          RULE_ARN: arn('events', 'rule/r'),
          TARGET_ARN: arn('sns', 'topic'),
          ERROR_CODE: 'ERROR_FROM_TARGET',
          ERROR_MESSAGE: 'try later',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '185',
        },
      },
    ]);
  });

  test.each([
    [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts', 4],
    [{ MaximumRetryAttempts: 0 }, 'MaximumRetryAttempts', 1],
  ])('is tried as often as the policy %j says', async (RetryPolicy, condition, count) => {
    const { all, tries } = failing(Infinity, BUSY);
    await deliver(all, { Arn: arn('sns', 'topic'), RetryPolicy, DeadLetterConfig: { Arn: all.queue('dead') } });
    expect(tries).toHaveLength(count);
    expect(await all.messages('dead')).toMatchObject([
      { attributes: { EXHAUSTED_RETRY_CONDITION: condition, RETRY_ATTEMPTS: String(count - 1) } },
    ]);
  });

  test('is not tried again when the event is too old', async () => {
    const { all, tries } = failing(Infinity, BUSY);
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    await deliver(all, { Arn: arn('sns', 'topic'), RetryPolicy, DeadLetterConfig: { Arn: all.queue('dead') } });
    expect(tries.at(-1)).toBeLessThanOrEqual(60_000);
    expect(await all.messages('dead')).toMatchObject([
      { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } },
    ]);
  });

  test.each([
    ['NotFound', 'NO_RESOURCE'],
    ['AccessDeniedException', 'NO_PERMISSIONS'],
    ['InvalidParameter', 'INVALID_PARAMETER'],
    ['ExecutionAlreadyExists', 'RESOURCE_ALREADY_EXISTS'],
  ])('of the kind %s goes straight to the dead-letter queue as %s', async (code, ERROR_CODE) => {
    const { all, tries } = failing(Infinity, new Fault(code, 'no'));
    await deliver(all, { Arn: arn('sns', 'topic'), DeadLetterConfig: { Arn: all.queue('dead') } });
    expect(tries).toEqual([0]);
    const [letter] = await all.messages('dead');
    expect(letter?.attributes).toMatchObject({ ERROR_CODE, RETRY_ATTEMPTS: '0' });
    expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('by throttling is tried again', async () => {
    const { all, tries } = failing(1, new Fault('ThrottlingException', 'slow down'));
    await deliver(all, { Arn: arn('sns', 'topic') });
    expect(tries).toHaveLength(2);
  });

  test('by a queue that does not exist is no more than a dead letter, or nothing', async () => {
    const all = stage();
    await deliver(all, { Arn: arn('sqs', 'gone'), DeadLetterConfig: { Arn: all.queue('dead') } });
    expect(await all.messages('dead')).toMatchObject([{ attributes: { ERROR_CODE: 'NO_RESOURCE' } }]);
    await deliver(all, { Arn: arn('sqs', 'gone'), DeadLetterConfig: { Arn: arn('sqs', 'gone-too') } });
  });

  test('of the template is INVALID_JSON, and nothing is delivered', async () => {
    const all = stage();
    const body = await deliver(all, {
      Arn: all.queue('q'),
      InputTransformer: { InputPathsMap: { tags: '$.detail.tags' }, InputTemplate: '{"tags":"<tags>"}' },
      DeadLetterConfig: { Arn: all.queue('dead') },
    });
    expect(await all.messages('q')).toEqual([]);
    expect(await all.messages('dead')).toMatchObject([
      { body, attributes: { ERROR_CODE: 'INVALID_JSON', RETRY_ATTEMPTS: '0' } },
    ]);
  });

  test('of one target leaves the others alone', async () => {
    const { all } = failing(Infinity, BUSY);
    all.ask('PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });
    const Targets = [
      { Id: '1', Arn: arn('sns', 'topic') },
      { Id: '2', Arn: all.queue('q') },
    ];
    all.ask('PutTargets', { Rule: 'r', Targets });
    all.ask('PutEvents', { Entries: [ENTRY] });
    await all.agenda.settle(0);
    expect(await all.messages('q')).toHaveLength(1);
  });
});

test('a rule sees Get, List and Describe calls via CloudTrail only in the state that says so', async () => {
  const all = stage();
  for (const State of ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'DISABLED']) {
    all.ask('PutRule', { Name: State, State, EventPattern: '{"source":["aws.ecr"]}' });
  }
  const event = {
    version: '0',
    id: '1',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:00Z',
    region: 'us-east-2',
    resources: [],
    detail: { eventName: 'DescribeImages' },
  } as const;
  const matched = (reaches: 'all' | 'enabled') => all.eventBridge.buses.accept(event, { reaches }).matched;
  expect(matched('all')).toEqual(['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);
  expect(matched('enabled')).toEqual(['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);
});
