import { DescribeRepositoriesCommand, ECRClient, RepositoryNotFoundException } from '@aws-sdk/client-ecr';
import {
  DescribeCapacityProvidersCommand,
  DescribeServicesCommand,
  ECSClient,
  InvalidParameterException,
  ServiceNotFoundException,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { EventBridgeClient, InternalException, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  InvalidParameterException as InvalidTopic,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import type { AwsCall } from '../../../src/embedded/aws-call.ts';
import { listen } from '../../../src/embedded/door/listener.ts';
import { sdkRequestHandler } from '../../../src/embedded/door/request-handler.ts';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { embed } from '../../../src/embedded/embedded.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openLeanEstate } from '../../../src/embedded/lean-estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { seeded } from '../../../src/random.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');

/** An AWS of its own for each test, and clients of all four services that know of no other. */
async function aws(door: string, answers: Record<string, unknown> = {}, open = openEstate) {
  const embedded = embed(
    open(
      openScene({
        account: '123456789012',
        region: 'us-east-2',
        agenda: virtualAgenda(NOW),
        random: seeded(7),
        takesNamedAsGiven: true,
      }),
    ),
  );
  const calls: AwsCall[] = [];
  const answer = (request: Parameters<typeof embedded>[0]) =>
    embedded(request, { answers, record: (call) => void calls.push(call) });
  const listener = door === 'loopback listener' ? await listen(answer) : undefined;
  const way = listener === undefined ? { requestHandler: sdkRequestHandler(answer) } : { endpoint: listener.url };
  const config = {
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...way,
  };
  const clients = {
    ecs: new ECSClient(config),
    sns: new SNSClient(config),
    ecr: new ECRClient(config),
    eventbridge: new EventBridgeClient(config),
  };
  return {
    ...clients,
    calls,
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await listener?.[Symbol.asyncDispose]();
    },
  };
}

describe.each(['requestHandler', 'loopback listener'])('the SDK clients, through the %s,', (door) => {
  test('update a service and read the answer with its types', async () => {
    await using all = await aws(door);
    const { ecs, calls } = all;
    const { service } = await ecs.send(
      new UpdateServiceCommand({ cluster: 'prod', service: 'web', taskDefinition: 'web:7', desiredCount: 3 }),
    );
    expect(service).toMatchObject({
      serviceArn: 'arn:aws:ecs:us-east-2:123456789012:service/prod/web',
      clusterArn: 'arn:aws:ecs:us-east-2:123456789012:cluster/prod',
      taskDefinition: 'arn:aws:ecs:us-east-2:123456789012:task-definition/web:7',
      desiredCount: 3,
      status: 'ACTIVE',
      createdAt: new Date(NOW),
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 3 }],
    });
    expect(calls).toEqual([
      {
        service: 'ecs',
        operation: 'UpdateService',
        input: { cluster: 'prod', service: 'web', taskDefinition: 'web:7', desiredCount: 3 },
        answered: 'embedded',
      },
    ]);
  });

  test('describe a service as it was last updated, by name or by ARN', async () => {
    await using all = await aws(door);
    const { ecs } = all;
    const arn = 'arn:aws:ecs:us-east-2:123456789012:service/prod/web';
    await ecs.send(
      new UpdateServiceCommand({
        cluster: 'arn:aws:ecs:us-east-2:123456789012:cluster/prod',
        service: arn,
        taskDefinition: 'web',
      }),
    );
    const { services, failures } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['web', 'api'] }),
    );
    expect(services?.map(({ serviceName, taskDefinition }) => [serviceName, taskDefinition])).toEqual([
      ['web', 'arn:aws:ecs:us-east-2:123456789012:task-definition/web:1'],
      ['api', 'arn:aws:ecs:us-east-2:123456789012:task-definition/api:1'],
    ]);
    expect(failures).toEqual([]);
  });

  test('begin a new deployment only when something is deployed', async () => {
    await using all = await aws(door);
    const { ecs } = all;
    const deploy = async (change: object) =>
      (await ecs.send(new UpdateServiceCommand({ service: 'web', ...change }))).service?.deployments?.[0]?.id;
    const first = await deploy({});
    expect(await deploy({ desiredCount: 2 })).toBe(first);
    expect(await deploy({ forceNewDeployment: true })).not.toBe(first);
  });

  test('are refused without a service, by the exception of that name', async () => {
    await using all = await aws(door);
    const { ecs } = all;
    await expect(ecs.send(new UpdateServiceCommand({ service: '' }))).rejects.toBeInstanceOf(InvalidParameterException);
    await expect(ecs.send(new DescribeServicesCommand({ services: [] }))).rejects.toBeInstanceOf(
      InvalidParameterException,
    );
  });

  test('publish a message with attributes', async () => {
    await using all = await aws(door);
    const { sns, calls } = all;
    const answer = await sns.send(
      new PublishCommand({
        TopicArn: 'arn:aws:sns:us-east-2:123456789012:scans',
        Message: '<b>"critical" & more</b>\n\u{1F6A8}',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
      }),
    );
    expect(answer.MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.SequenceNumber).toBeUndefined();
    expect(calls).toEqual([
      {
        service: 'sns',
        operation: 'Publish',
        input: {
          TopicArn: 'arn:aws:sns:us-east-2:123456789012:scans',
          Message: '<b>"critical" & more</b>\n\u{1F6A8}',
          MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
        },
        answered: 'embedded',
      },
    ]);
  });

  test('publish to a FIFO topic in sequence, and only with a group', async () => {
    await using all = await aws(door);
    const { sns } = all;
    const message = { TopicArn: 'arn:aws:sns:us-east-2:123456789012:scans.fifo', Message: 'x' };
    await expect(sns.send(new PublishCommand(message))).rejects.toBeInstanceOf(InvalidTopic);
    const first = await sns.send(new PublishCommand({ ...message, MessageGroupId: 'g' }));
    const second = await sns.send(new PublishCommand({ ...message, Message: 'y', MessageGroupId: 'g' }));
    expect(BigInt(second.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
  });

  test('publish a batch whose entries succeed and fail one by one', async () => {
    await using all = await aws(door);
    const { sns } = all;
    const batch = await sns.send(
      new PublishBatchCommand({
        TopicArn: 'arn:aws:sns:us-east-2:123456789012:scans',
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'x' },
          { Id: 'b', Message: '' },
        ],
      }),
    );
    expect(batch.Successful).toEqual([{ Id: 'a', MessageId: expect.any(String) as string }]);
    expect(batch.Failed).toEqual([expect.objectContaining({ Id: 'b', Code: 'InvalidParameter', SenderFault: true })]);
    await expect(
      sns.send(new PublishBatchCommand({ TopicArn: 't', PublishBatchRequestEntries: [] })),
    ).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
  });

  test('get an empty success from what a rehearsal does not act out, and it is recorded as that', async () => {
    await using all = await aws(door, {}, openLeanEstate);
    const { ecs, calls } = all;
    expect(
      (await ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: ['spot'] }))).capacityProviders,
    ).toBeUndefined();
    expect(calls).toEqual([
      {
        service: 'ecs',
        operation: 'DescribeCapacityProviders',
        input: { capacityProviders: ['spot'] },
        answered: 'empty',
      },
    ]);
  });

  test('get what was declared, as data or as an error, before what is embedded', async () => {
    await using all = await aws(door, {
      'ecr:DescribeRepositories': { repositories: [{ repositoryName: 'web', createdAt: NOW / 1000 }] },
      'ecs:UpdateService': { error: { code: 'ServiceNotFoundException', message: 'Service not found.' } },
      'sns:Publish': { error: { code: 'NotFound', message: 'Topic does not exist', status: 404 } },
      'eventbridge:PutEvents': { error: { code: 'InternalException', message: 'Try again', status: 500 } },
    });
    expect((await all.ecr.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([
      { repositoryName: 'web', createdAt: new Date(NOW) },
    ]);
    await expect(all.ecs.send(new UpdateServiceCommand({ service: 'web' }))).rejects.toSatisfy(
      (error) => error instanceof ServiceNotFoundException && error.message === 'Service not found.',
    );
    await expect(all.sns.send(new PublishCommand({ TopicArn: 't', Message: 'm' }))).rejects.toBeInstanceOf(
      NotFoundException,
    );
    await expect(all.eventbridge.send(new PutEventsCommand({ Entries: [{ Source: 's' }] }))).rejects.toBeInstanceOf(
      InternalException,
    );
    expect(all.calls.map(({ answered }) => answered)).toEqual(['declared', 'declared', 'declared', 'declared']);
  });

  test('get an exception of their own service for a declared code', async () => {
    await using all = await aws(door, {
      'ecr:DescribeRepositories': { error: { code: 'RepositoryNotFoundException', message: 'gone' } },
    });
    const { ecr } = all;
    await expect(ecr.send(new DescribeRepositoriesCommand({}))).rejects.toBeInstanceOf(RepositoryNotFoundException);
  });
});
