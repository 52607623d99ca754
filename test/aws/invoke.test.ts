import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { Target } from '@aws-sdk/client-eventbridge';
import { Firehose } from '@aws-sdk/client-firehose';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { SFN } from '@aws-sdk/client-sfn';
import { SNS } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { delivery, PUSH, recording } from './deliveries.ts';
import { openProxy } from './proxy.ts';
import { ACCOUNT, REGION, type StandIn, standIn } from './stand-in.ts';

const TODAY = { ...PUSH, time: `${new Date().toISOString().slice(0, 19)}Z` };
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/events`;

/** A rule of the account whose event comes once as AWS itself puts it on the bus, and once as the strategy sends it. */
async function bothWays(aws: StandIn, target: Partial<Target>): Promise<void> {
  await aws.events.putRule({ Name: 'pushes', EventPattern: '{"source":["aws.ecr"]}' });
  const { FailedEntries } = await aws.events.putTargets({ Rule: 'pushes', Targets: [{ Id: 't', Arn: '', ...target }] });
  expect(FailedEntries).toEqual([]);
  await aws.server.estate.buses.accept(TODAY, { reaches: 'enabled' }).sent;
  await using bus = await aws.open({ rules: 'account' });
  expect((await bus.deliver(delivery(TODAY))).matched).toEqual(['pushes']);
}

async function bodies(aws: StandIn, QueueName: string): Promise<readonly (string | undefined)[]> {
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName });
  const { Messages = [] } = await aws.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
  return Messages.map(({ Body }) => Body);
}

const TRANSFORMER = {
  InputPathsMap: { tag: '$.detail.image-tag' },
  InputTemplate: '{"tag":<tag>,"by":<aws.events.rule-arn>}',
};

test('a queue gets from here what EventBridge would send it', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  await bothWays(aws, { Arn: aws.arn('sqs', 'deploys'), InputTransformer: TRANSFORMER });
  const made = JSON.stringify({ tag: '1.4.2', by: aws.arn('events', 'rule/pushes') });
  expect(await bodies(aws, 'deploys')).toEqual([made, made]);
});

test('a FIFO queue gets it in the group of the target', async () => {
  await using aws = await standIn();
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  await aws.sqs.createQueue({ QueueName: 'deploys.fifo', Attributes });
  const rule = {
    name: 'pushes',
    pattern: { source: ['aws.ecr'] },
    targets: [{ queue: 'deploys.fifo', sqsParameters: { messageGroupId: 'web' } }],
  };
  await using bus = await aws.open({}, { rules: [rule] });
  await bus.deliver(delivery());
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName: 'deploys.fifo' });
  const { Messages = [] } = await aws.sqs.receiveMessage({ QueueUrl, MessageSystemAttributeNames: ['All'] });
  expect(Messages[0]?.Attributes?.['MessageGroupId']).toBe('web');
});

test('a function is invoked with the event, and not waited for', async () => {
  await using aws = await standIn();
  const events: unknown[] = [];
  aws.server.estate.functions.define('deployer', (event) => {
    events.push(event);
    return Promise.resolve({ kind: 'returned', value: null });
  });
  await bothWays(aws, { Arn: aws.arn('lambda', 'function:deployer') });
  await expect.poll(() => events).toEqual([TODAY, TODAY]);
});

test('a topic tells its subscribers the same', async () => {
  await using aws = await standIn();
  const sns = new SNS({ endpoint: aws.server.url, region: REGION });
  const { TopicArn } = await sns.createTopic({ Name: 'pushes' });
  await aws.sqs.createQueue({ QueueName: 'told' });
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: aws.arn('sqs', 'told'), Attributes });
  sns.destroy();
  await bothWays(aws, { Arn: TopicArn });
  expect(await bodies(aws, 'told')).toEqual([JSON.stringify(TODAY), JSON.stringify(TODAY)]);
});

test('a state machine is started with the same input', async () => {
  await using aws = await standIn();
  const sfn = new SFN({ endpoint: aws.server.url, region: REGION });
  const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } });
  const { stateMachineArn } = await sfn.createStateMachine({ name: 'rollout', definition, roleArn: RoleArn });
  await bothWays(aws, { Arn: stateMachineArn, RoleArn });
  const { executions = [] } = await sfn.listExecutions({ stateMachineArn });
  const inputs = await Promise.all(
    executions.map(async ({ executionArn }) => (await sfn.describeExecution({ executionArn })).input),
  );
  sfn.destroy();
  expect(inputs).toEqual([JSON.stringify(TODAY), JSON.stringify(TODAY)]);
});

test.for([
  ['the id of the event', {}, PUSH.id],
  ['a path', { KinesisParameters: { PartitionKeyPath: '$.detail.image-tag' } }, '1.4.2'],
] as const)('a stream gets a record whose partition key is %s', async ([, parameters, key]) => {
  await using aws = await standIn();
  const kinesis = new Kinesis({ endpoint: aws.server.url, region: REGION });
  await kinesis.createStream({ StreamName: 'pushes', ShardCount: 1 });
  await bothWays(aws, { Arn: aws.arn('kinesis', 'stream/pushes'), RoleArn, ...parameters });
  const from = { StreamName: 'pushes', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' as const };
  const { ShardIterator } = await kinesis.getShardIterator(from);
  const { Records = [] } = await kinesis.getRecords({ ShardIterator });
  kinesis.destroy();
  expect(Records.map(({ PartitionKey }) => PartitionKey)).toEqual([key, key]);
  expect(Records.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual([
    JSON.stringify(TODAY),
    JSON.stringify(TODAY),
  ]);
});

test('a log group gets the event as a message with its own time', async () => {
  await using aws = await standIn();
  const logs = new CloudWatchLogs({ endpoint: aws.server.url, region: REGION });
  await logs.createLogGroup({ logGroupName: '/aws/events/pushes' });
  await bothWays(aws, { Arn: aws.arn('logs', 'log-group:/aws/events/pushes') });
  const { events = [] } = await logs.filterLogEvents({ logGroupName: '/aws/events/pushes' });
  logs.destroy();
  const whole = { message: JSON.stringify(TODAY), timestamp: Date.parse(TODAY.time) };
  expect(events).toMatchObject([whole, whole]);
});

test('a delivery stream gets the event as a record', async () => {
  await using aws = await standIn();
  const firehose = new Firehose({ endpoint: aws.server.url, region: REGION });
  await firehose.createDeliveryStream({
    DeliveryStreamName: 'pushes',
    ExtendedS3DestinationConfiguration: { RoleARN: RoleArn, BucketARN: 'arn:aws:s3:::pushes' },
  });
  firehose.destroy();
  const sent: string[] = [];
  await using proxy = await openProxy(aws.server.url, (operation, body) => {
    if (operation === 'PutRecord') sent.push(body);
    return 'pass';
  });
  const targets = [{ deliveryStream: 'pushes' }];
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets }];
  await using bus = await aws.open({ endpoint: proxy.url }, { rules });
  await bus.deliver(delivery());
  const Data = Buffer.from(JSON.stringify(PUSH)).toString('base64');
  expect(sent.map((body) => JSON.parse(body) as unknown)).toEqual([{ DeliveryStreamName: 'pushes', Record: { Data } }]);
});

test('a template that makes no JSON of the event sends nothing, as on the bus', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  const InputTransformer = { InputPathsMap: { all: '$.detail' }, InputTemplate: '{"text":"<all>"}' };
  await bothWays(aws, { Arn: aws.arn('sqs', 'deploys'), InputTransformer });
  expect(await bodies(aws, 'deploys')).toEqual([]);
});

test.for(['invoke', 'clone'] as const)(
  'several lines of text are no input for a function, and by %s call nobody',
  async (strategy) => {
    await using aws = await standIn();
    const seen: unknown[] = [];
    const targets = [{ consumer: 'c', inputTransformer: { inputTemplate: '"one"\n"two"' } }, { consumer: 'c' }];
    const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets }];
    await using bus = await aws.open({ strategy }, { rules, consumers: new Map([['c', recording('c', seen)]]) });
    expect((await bus.deliver(delivery())).matched).toEqual(['pushes']);
    await bus.settle();
    expect(seen).toEqual([PUSH]);
  },
);

test('rules that a service keeps, that go by the clock or are disabled are left alone', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  const Targets = [{ Id: 't', Arn: aws.arn('sqs', 'deploys') }];
  await aws.events.putRule({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)' });
  await aws.events.putRule({ Name: 'off', EventPattern: '{"source":["aws.ecr"]}', State: 'DISABLED' });
  await aws.events.putTargets({ Rule: 'off', Targets });
  await aws.events.createArchive({ ArchiveName: 'all', EventSourceArn: aws.arn('events', 'event-bus/default') });
  await using bus = await aws.open({ rules: 'account' });
  expect((await bus.deliver(delivery())).matched).toEqual([]);
  expect(await bodies(aws, 'deploys')).toEqual([]);
});

test.for([
  [
    'a bus',
    { bus: 'other' },
    'a bus takes no event of AWS from a caller, and an API destination is called by EventBridge alone',
  ],
  [
    'a cluster',
    { cluster: 'c', ecsParameters: { taskDefinitionArn: 'arn:aws:ecs:us-east-2:123456789012:task-definition/d' } },
    '"ecs" is a kind of target that is not called from here',
  ],
] as const)('%s is refused with the reason', async ([, target, reason]) => {
  await using aws = await standIn();
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [target] }];
  await expect(aws.open({}, { rules })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(reason) as string,
  });
});

test('each match is proved by EventBridge, and a contradiction ends the run', async () => {
  await using aws = await standIn();
  const proofs: string[] = [];
  let lie = false;
  await using proxy = await openProxy(aws.server.url, (operation, body) => {
    if (operation !== 'TestEventPattern') return 'pass';
    proofs.push(body);
    return lie ? { status: 200, body: '{"Result":false}' } : 'pass';
  });
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [] }];
  await using bus = await aws.open({ endpoint: proxy.url }, { rules });
  await bus.deliver(delivery());
  expect(proofs.map((body) => JSON.parse(body) as unknown)).toEqual([
    { EventPattern: '{"source":["aws.ecr"]}', Event: JSON.stringify(PUSH) },
  ]);
  lie = true;
  await expect(bus.deliver(delivery())).rejects.toThrow(
    `Cannot prove the pattern of rule "pushes": EventBridge says that event ${PUSH.id} does not match and we say the opposite`,
  );
});
