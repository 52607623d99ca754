import {
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  InvalidParameterException,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  type ListTasksCommandInput,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  UpdateServiceCommand,
  waitUntilTasksRunning,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { ecs } from '../../../../src/embedded/ecs/ecs.ts';
import { openTasks, type EndingOf } from '../../../../src/embedded/ecs/tasks.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const AT = 'arn:aws:ecs:us-east-2:123456789012';

/** Tasks of their own for each test, and the SDK's client for them. */
function stage({ endingOf, takesNamedAsGiven = false }: { endingOf?: EndingOf; takesNamedAsGiven?: boolean } = {}) {
  const agenda = virtualAgenda(NOW);
  const scene = openScene({
    account: '123456789012',
    region: 'us-east-2',
    random: seeded(7),
    agenda,
    takesNamedAsGiven,
  });
  const tasks = openTasks(scene, endingOf);
  const client = new ECSClient({ ...CLIENT, requestHandler: sdkRequestHandler(answering(ecs({ scene, tasks }))) });
  const run = async (input: Partial<RunTaskCommandInput> = {}) =>
    (await client.send(new RunTaskCommand({ cluster: 'prod', taskDefinition: 'scan', ...input }))).tasks!;
  const describe = async (...arns: readonly (string | undefined)[]) =>
    await client.send(new DescribeTasksCommand({ cluster: 'prod', tasks: arns.map((arn) => arn ?? '') }));
  const list = async (input: Partial<ListTasksCommandInput> = {}) =>
    (await client.send(new ListTasksCommand({ cluster: 'prod', ...input }))).taskArns!;
  return { agenda, tasks, client, run, describe, list };
}

test('a task is being provisioned when it has been started, and runs when somebody looks', async () => {
  const { client, run, describe } = stage();
  const [task] = await run({ startedBy: 'me', tags: [{ key: 'a', value: 'b' }] });
  expect(task).toMatchObject({
    taskArn: expect.stringMatching(/^arn:aws:ecs:us-east-2:123456789012:task\/prod\/[0-9a-f]{32}$/) as string,
    clusterArn: `${AT}:cluster/prod`,
    taskDefinitionArn: `${AT}:task-definition/scan:1`,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    group: 'family:scan',
    startedBy: 'me',
    launchType: 'FARGATE',
    createdAt: new Date(NOW),
    containers: [{ name: 'scan', lastStatus: 'PENDING' }],
  });
  await waitUntilTasksRunning({ client, maxWaitTime: 7 }, { cluster: 'prod', tasks: [task!.taskArn!] });
  const { tasks } = await describe(task!.taskArn!.split('/').at(-1));
  expect(tasks).toMatchObject([{ taskArn: task!.taskArn, lastStatus: 'RUNNING', startedAt: new Date(NOW) }]);
});

test('a task runs until it is stopped, with the reason that was given', async () => {
  const { agenda, client, run, list, describe } = stage();
  const [task] = await run();
  await agenda.runUntil(NOW + 60_000);
  const stop = (id: string | undefined) =>
    client.send(new StopTaskCommand({ cluster: 'prod', task: id, reason: 'enough' }));
  expect((await stop(task!.taskArn)).task).toMatchObject({
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stopCode: 'UserInitiated',
    stoppedReason: 'enough',
    stoppedAt: new Date(NOW + 60_000),
    containers: [{ lastStatus: 'STOPPED', exitCode: 137 }],
  });
  expect([await list(), await list({ desiredStatus: 'STOPPED' })]).toEqual([[], [task!.taskArn]]);
  await expect(stop('0'.repeat(32))).rejects.toSatisfy(
    (error) => error instanceof InvalidParameterException && error.message === 'The referenced task was not found.',
  );
  expect((await describe('gone')).failures).toEqual([{ arn: `${AT}:task/prod/gone`, reason: 'MISSING' }]);
});

test('a task can end by itself', async () => {
  const { agenda, run, describe } = stage({
    endingOf: () => ({ after: 5_000, exitCode: 1, reason: 'Essential container in task exited' }),
  });
  const [task] = await run();
  await agenda.runUntil(NOW + 5_000);
  expect((await describe(task!.taskArn)).tasks).toMatchObject([
    {
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 1 }],
    },
  ]);
});

test('tasks are listed by cluster, family and starter, page by page', async () => {
  const { client, run, list } = stage();
  const [one, two] = await run({ count: 2, startedBy: 'me' });
  const [three] = await run({ taskDefinition: 'other:3' });
  await run({ cluster: 'test' });
  expect(await list()).toEqual([one, two, three].map((task) => task!.taskArn));
  expect(await list({ startedBy: 'me' })).toHaveLength(2);
  expect(await list({ family: 'other' })).toEqual([three!.taskArn]);
  const first = await client.send(new ListTasksCommand({ cluster: `${AT}:cluster/prod`, maxResults: 2 }));
  expect(await list({ maxResults: 2, nextToken: first.nextToken })).toEqual([three!.taskArn]);
});

test('the same client token starts nothing twice', async () => {
  const { run, list } = stage();
  const [first] = await run({ clientToken: 'once' });
  const [second] = await run({ clientToken: 'once' });
  expect(second!.taskArn).toBe(first!.taskArn);
  expect(await list()).toHaveLength(1);
});

test('an override is for a container of the definition', async () => {
  const { client, run } = stage();
  const override = (name: string) => ({ overrides: { containerOverrides: [{ name, command: ['x'] }] } });
  const [given] = await run(override('anything'));
  expect(given).toMatchObject({
    containers: [{ name: 'anything' }],
    overrides: { containerOverrides: [{ name: 'anything', command: ['x'] }] },
  });
  await client.send(
    new RegisterTaskDefinitionCommand({ family: 'own', containerDefinitions: [{ name: 'main', image: 'web:1' }] }),
  );
  await expect(run({ taskDefinition: 'own', ...override('other') })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Override for container named other is not a container in the TaskDefinition.',
  });
});

test('a deployer reads the definition of a service, registers the next and deploys it', async () => {
  const { client } = stage({ takesNamedAsGiven: true });
  const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  expect(taskDefinition).toMatchObject({
    taskDefinitionArn: `${AT}:task-definition/web:1`,
    revision: 1,
    status: 'ACTIVE',
    containerDefinitions: [{ name: 'web', image: '123456789012.dkr.ecr.us-east-2.amazonaws.com/web:latest' }],
  });
  const registered = await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      cpu: '512',
      containerDefinitions: [{ ...taskDefinition!.containerDefinitions![0]!, image: 'web:2' }],
    }),
  );
  expect(registered.taskDefinition).toMatchObject({ revision: 2, cpu: '512', registeredAt: new Date(NOW) });
  const before = await client.send(new DescribeServicesCommand({ services: ['api'] }));
  expect(before.services?.[0]?.taskDefinition).toBe(`${AT}:task-definition/api:1`);
  const { service } = await client.send(new UpdateServiceCommand({ service: 'web', taskDefinition: 'web' }));
  expect(service?.taskDefinition).toBe(`${AT}:task-definition/web:2`);
});

test('a family that is registered before it is named begins with its second revision in a rehearsal, and with its first elsewhere', async () => {
  for (const takesNamedAsGiven of [true, false]) {
    const { client } = stage({ takesNamedAsGiven });
    const { taskDefinition } = await client.send(
      new RegisterTaskDefinitionCommand({ family: 'new', containerDefinitions: [{ name: 'a', image: 'b' }] }),
    );
    expect(taskDefinition?.revision).toBe(takesNamedAsGiven ? 2 : 1);
  }
});

test('a definition that is deregistered is no longer its family’s latest', async () => {
  const { client } = stage();
  const register = () =>
    client.send(
      new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'a', image: 'b' }] }),
    );
  await register();
  await register();
  await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }));
  const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  expect(taskDefinition?.revision).toBe(1);
  expect((await client.send(new ListTaskDefinitionsCommand({ status: 'INACTIVE' }))).taskDefinitionArns).toEqual([
    `${AT}:task-definition/web:2`,
  ]);
  await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:1' }));
  await expect(client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))).rejects.toMatchObject({
    name: 'ClientException',
    message: 'Unable to describe task definition.',
  });
});

test('a rule’s target starts tasks like a caller does', () => {
  const { tasks } = stage();
  const started = tasks.run({
    cluster: `${AT}:cluster/prod`,
    taskDefinition: `${AT}:task-definition/scan:4`,
    count: 2,
    startedBy: 'events-rule/scan',
    overrides: { containerOverrides: [{ name: 'scan', environment: [{ name: 'TAG', value: 'v1' }] }] },
  });
  expect(started.map(({ cluster, definition }) => [cluster, definition.revision])).toEqual([
    ['prod', 4],
    ['prod', 4],
  ]);
  expect(tasks.list('prod')).toHaveLength(2);
});
