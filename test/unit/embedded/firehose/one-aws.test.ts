import { gunzipSync } from 'node:zlib';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { ListCommandInvocationsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const ROLE = 'arn:aws:iam::123456789012:role/events';
const HERE = 'us-east-2:123456789012';

/** A whole AWS of its own, and a client for each service that takes part. */
function stage() {
  const agenda = virtualAgenda(NOW);
  const estate = openEstate(openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) }));
  const embedded = embed(estate);
  const config = {
    ...CLIENT,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
  };
  const [events, kinesis] = [new EventBridgeClient(config), new KinesisClient(config)];
  const [firehose, logs] = [new FirehoseClient(config), new CloudWatchLogsClient(config)];
  const [ssm, ecs] = [new SSMClient(config), new ECSClient(config)];

  const target = (Id: string, Arn: string, rest: object = {}) =>
    events.send(new PutTargetsCommand({ Rule: 'pushed', Targets: [{ Id, Arn, ...rest }] }));
  const happen = () =>
    events.send(
      new PutEventsCommand({
        Entries: [{ Source: 'ci', DetailType: 'pushed', Detail: '{"repository":"web","tag":"v1"}' }],
      }),
    );
  return { agenda, estate, events, kinesis, firehose, logs, ssm, ecs, target, happen };
}

async function withRule() {
  const all = stage();
  await all.events.send(new PutRuleCommand({ Name: 'pushed', EventPattern: '{"source":["ci"]}' }));
  return all;
}

test('an event goes to a log group, from there to a stream, and from there to objects', async () => {
  const { agenda, estate, kinesis, firehose, logs, target, happen } = await withRule();
  const stream = `arn:aws:kinesis:${HERE}:stream/lines`;
  const logGroupName = '/aws/events/pushed';
  await kinesis.send(new CreateStreamCommand({ StreamName: 'lines', ShardCount: 1 }));
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: 'archive',
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: { KinesisStreamARN: stream, RoleARN: ROLE },
      ExtendedS3DestinationConfiguration: { RoleARN: ROLE, BucketARN: 'arn:aws:s3:::archive' },
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(
    new PutResourcePolicyCommand({
      policyName: 'events',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: `arn:aws:logs:${HERE}:log-group:/aws/events/*:*`,
          },
        ],
      }),
    }),
  );
  await logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName: 'web',
      filterPattern: '{ $.detail.repository = "web" }',
      destinationArn: stream,
      roleArn: ROLE,
    }),
  );
  await target('logs', `arn:aws:logs:${HERE}:log-group:${logGroupName}`);
  await happen();
  await agenda.settle(600_000);

  const { events } = await logs.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.detail.tag = "v1" }' }),
  );
  expect(events?.map(({ message }) => (JSON.parse(message!) as { detail: unknown }).detail)).toEqual([
    { repository: 'web', tag: 'v1' },
  ]);
  // The control message of the subscription is a record like any other.
  const objects = estate.deliveryStreams.objects('archive');
  const texts = gunzipSync(Buffer.concat(objects.map(({ body }) => body))).toString();
  expect(texts).toContain('"messageType":"CONTROL_MESSAGE"');
  expect(texts).toContain('"messageType":"DATA_MESSAGE"');
  expect(texts).toContain('"subscriptionFilters":["web"]');
});

test('an event is a record of a stream, under the key that its rule says', async () => {
  const { agenda, kinesis, target, happen } = await withRule();
  await kinesis.send(new CreateStreamCommand({ StreamName: 'lines', ShardCount: 1 }));
  await target('stream', `arn:aws:kinesis:${HERE}:stream/lines`, {
    RoleArn: ROLE,
    KinesisParameters: { PartitionKeyPath: '$.detail.repository' },
  });
  await happen();
  await agenda.settle(60_000);
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: 'lines',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records?.map(({ PartitionKey, Data }) => [PartitionKey, JSON.parse(Buffer.from(Data!).toString())])).toEqual([
    ['web', expect.objectContaining({ source: 'ci', detail: { repository: 'web', tag: 'v1' } })],
  ]);
});

test('an event starts a command and a task', async () => {
  const { agenda, ssm, ecs, target, happen } = await withRule();
  await target('command', 'arn:aws:ssm:us-east-2::document/AWS-RunShellScript', {
    RoleArn: ROLE,
    Input: '{"commands":["docker pull web"]}',
    RunCommandParameters: { RunCommandTargets: [{ Key: 'InstanceIds', Values: ['i-0123456789abcdef0'] }] },
  });
  await target('task', `arn:aws:ecs:${HERE}:cluster/prod`, {
    RoleArn: ROLE,
    EcsParameters: { TaskDefinitionArn: `arn:aws:ecs:${HERE}:task-definition/scan:1`, TaskCount: 2 },
  });
  await happen();
  await agenda.settle(60_000);
  const { CommandInvocations } = await ssm.send(new ListCommandInvocationsCommand({}));
  expect(CommandInvocations).toMatchObject([
    { InstanceId: 'i-0123456789abcdef0', DocumentName: 'AWS-RunShellScript', Status: 'Success' },
  ]);
  expect((await ecs.send(new ListTasksCommand({ cluster: 'prod', family: 'scan' }))).taskArns).toHaveLength(2);
});
