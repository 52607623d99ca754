import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { ACCOUNT, arn, NOW, REGION } from './stage.ts';

/** A whole account, in which only what is named in `given` exists. */
function account(takesNamedAsGiven = false) {
  const agenda = virtualAgenda(NOW);
  const estate = openEstate(
    openScene({ account: ACCOUNT, region: REGION, agenda, random: seeded(7), takesNamedAsGiven }),
  );
  const ask = async (service: string, operation: string, input: Readonly<Record<string, unknown>> = {}) =>
    (await estate.perform(service, operation, input)) as Readonly<Record<string, never>>;

  /** Sends an event to a target, and lets the next minute happen. Gives the dead letters' codes. */
  async function deliver(target: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> {
    await ask('sqs', 'CreateQueue', { QueueName: 'dead' });
    await ask('eventbridge', 'PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });
    const Targets = [{ Id: 't', DeadLetterConfig: { Arn: arn('sqs', 'dead') }, ...target }];
    expect(await ask('eventbridge', 'PutTargets', { Rule: 'r', Targets })).toMatchObject({ FailedEntryCount: 0 });
    await ask('eventbridge', 'PutEvents', { Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{"id":1}' }] });
    await agenda.settle(60_000);
    const letters = await estate.queues.receive(arn('sqs', 'dead'), { most: 10 });
    return letters.map(({ message }) => message.attributes['ERROR_CODE']?.value);
  }

  return { agenda, estate, ask, deliver };
}

const EVENT = expect.stringContaining('"detail":{"id":1}') as string;

test('a topic hands the event on to its subscribers', async () => {
  const { ask, deliver } = account();
  await ask('sns', 'CreateTopic', { Name: 'topic' });
  const { QueueUrl } = await ask('sqs', 'CreateQueue', { QueueName: 'q' });
  await ask('sns', 'Subscribe', {
    TopicArn: arn('sns', 'topic'),
    Protocol: 'sqs',
    Endpoint: arn('sqs', 'q'),
    Attributes: { RawMessageDelivery: 'true' },
  });
  expect(await deliver({ Arn: arn('sns', 'topic') })).toEqual([]);
  expect(await ask('sqs', 'ReceiveMessage', { QueueUrl })).toMatchObject({ Messages: [{ Body: EVENT }] });
});

test('a log group can be searched for the event', async () => {
  const { ask, deliver } = account();
  await ask('cloudwatch-logs', 'CreateLogGroup', { logGroupName: '/aws/events/shop' });
  expect(await deliver({ Arn: arn('logs', 'log-group:/aws/events/shop') })).toEqual([]);
  const found = await ask('cloudwatch-logs', 'FilterLogEvents', {
    logGroupName: '/aws/events/shop',
    filterPattern: '{ $.detail.id = 1 }',
  });
  expect(found).toMatchObject({ events: [{ timestamp: NOW, message: EVENT }] });
});

test('a stream gives the event as a record', async () => {
  const { ask, agenda, deliver } = account();
  await ask('kinesis', 'CreateStream', { StreamName: 's', ShardCount: 1 });
  await agenda.settle(60_000);
  expect(
    await deliver({ Arn: arn('kinesis', 'stream/s'), KinesisParameters: { PartitionKeyPath: '$.source' } }),
  ).toEqual([]);
  const { ShardIterator } = await ask('kinesis', 'GetShardIterator', {
    StreamName: 's',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const { Records } = (await ask('kinesis', 'GetRecords', { ShardIterator })) as unknown as {
    Records: { Data: Uint8Array; PartitionKey: string }[];
  };
  expect(Records.map(({ Data, PartitionKey }) => [Buffer.from(Data).toString(), PartitionKey])).toEqual([
    [EVENT, 'shop'],
  ]);
});

test('a state machine runs with the event as input', async () => {
  const { ask, deliver } = account();
  const { stateMachineArn } = await ask('sfn', 'CreateStateMachine', {
    name: 'm',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    definition: '{"StartAt":"a","States":{"a":{"Type":"Pass","End":true}}}',
  });
  expect(await deliver({ Arn: stateMachineArn })).toEqual([]);
  const { executions } = (await ask('sfn', 'ListExecutions', { stateMachineArn })) as unknown as {
    executions: { executionArn: string }[];
  };
  const { executionArn } = executions[0]!;
  expect(await ask('sfn', 'DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED', output: EVENT });
});

test('Run Command lists the command', async () => {
  const { ask, deliver } = account();
  const dead = await deliver({
    Arn: `arn:aws:ssm:${REGION}::document/AWS-RunShellScript`,
    RunCommandParameters: { RunCommandTargets: [{ Key: 'InstanceIds', Values: ['i-0123456789abcdef0'] }] },
    InputTransformer: {
      InputPathsMap: { id: '$.detail.id' },
      InputTemplate: '{"commands": ["deploy <id>"]}',
    },
  });
  expect(dead).toEqual([]);
  expect(await ask('ssm', 'ListCommands')).toMatchObject({
    Commands: [{ DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['deploy 1'] } }],
  });
});

test('a delivery stream takes the event as a record', async () => {
  const { ask, agenda, deliver } = account();
  await ask('firehose', 'CreateDeliveryStream', {
    DeliveryStreamName: 'd',
    ExtendedS3DestinationConfiguration: {
      RoleARN: 'arn:aws:iam::123456789012:role/r',
      BucketARN: 'arn:aws:s3:::bucket',
    },
  });
  await agenda.settle(60_000);
  expect(await deliver({ Arn: arn('firehose', 'deliverystream/d') })).toEqual([]);
});

test('ECS lists the task', async () => {
  const { ask, deliver } = account(true);
  const TaskDefinitionArn = arn('ecs', 'task-definition/web:3');
  expect(await deliver({ Arn: arn('ecs', 'cluster/c'), EcsParameters: { TaskDefinitionArn, TaskCount: 2 } })).toEqual(
    [],
  );
  expect((await ask('ecs', 'ListTasks', { cluster: 'c' }))['taskArns']).toHaveLength(2);
});

test.each([
  ['sqs', 'gone'],
  ['sns', 'gone'],
  ['lambda', 'function:gone'],
  ['logs', 'log-group:/gone'],
  ['kinesis', 'stream/gone'],
  ['firehose', 'deliverystream/gone'],
  ['states', 'stateMachine:gone'],
])('what does not exist is NO_RESOURCE at once: %s %s', async (service, resource) => {
  expect(await account().deliver({ Arn: arn(service, resource) })).toEqual(['NO_RESOURCE']);
});

test('a FIFO topic cannot be sent to: what is meant for it becomes a dead letter', async () => {
  const { ask, deliver } = account();
  await ask('sns', 'CreateTopic', { Name: 't.fifo', Attributes: { FifoTopic: 'true' } });
  expect(await deliver({ Arn: arn('sns', 't.fifo') })).toEqual(['INVALID_PARAMETER']);
});
