import { DescribeTasksCommand, ListTasksCommand, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { register } from './task.ts';

async function run({ ecs }: Account, change: object = {}) {
  const { tasks = [], failures } = await ecs.send(
    new RunTaskCommand({ cluster: 'live', taskDefinition: 'web', launchType: 'FARGATE', ...change }),
  );
  return { tasks, failures, arns: tasks.map(({ taskArn }) => taskArn!) };
}

/** What ECS promises of tasks. */
export const TASKS: Promises = {
  'a task runs the latest revision, in the cluster that is named': async (aws) => {
    const taskDefinitionArn = await register(aws, '1.4.2');
    const { tasks, failures, arns } = await run(aws, { count: 2, startedBy: 'deployer' });
    expect(failures).toEqual([]);
    expect(tasks).toHaveLength(2);
    expect(tasks[0]).toMatchObject({
      taskDefinitionArn,
      clusterArn: aws.arn('ecs', 'cluster/live'),
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      startedBy: 'deployer',
      group: 'family:web',
    });
    expect(arns[0]).toMatch(new RegExp(`^${aws.arn('ecs', 'task/live/')}[\\da-f]{32}$`));
    const described = await aws.ecs.send(new DescribeTasksCommand({ cluster: 'live', tasks: arns }));
    expect(described.tasks?.map(({ lastStatus, containers }) => [lastStatus, containers?.length])).toEqual([
      ['RUNNING', 1],
      ['RUNNING', 1],
    ]);
  },

  'a container is told what to do otherwise': async (aws) => {
    await register(aws, '1.4.2');
    const overrides = { containerOverrides: [{ name: 'web', command: ['migrate'] }] };
    const { tasks } = await run(aws, { overrides });
    expect(tasks[0]?.overrides).toMatchObject(overrides);
    await expect(run(aws, { overrides: { containerOverrides: [{ name: 'api' }] } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Override for container named api is not a container in the TaskDefinition.',
    });
  },

  'a task that is stopped says why, and is no longer listed as running': async (aws) => {
    await register(aws, '1.4.2');
    const { arns } = await run(aws);
    const list = async (change: object = {}) =>
      (await aws.ecs.send(new ListTasksCommand({ cluster: 'live', family: 'web', ...change }))).taskArns;
    expect(await list()).toEqual(arns);
    await aws.ecs.send(new StopTaskCommand({ cluster: 'live', task: arns[0], reason: 'a new release' }));
    expect(await list()).toEqual([]);
    expect(await list({ desiredStatus: 'STOPPED' })).toEqual(arns);
    const { tasks } = await aws.ecs.send(new DescribeTasksCommand({ cluster: 'live', tasks: arns }));
    expect(tasks).toMatchObject([
      {
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        stopCode: 'UserInitiated',
        stoppedReason: 'a new release',
      },
    ]);
  },

  'a task that is not there is missing, and cannot be stopped': async (aws) => {
    const task = '0123456789abcdef0123456789abcdef';
    expect((await aws.ecs.send(new DescribeTasksCommand({ cluster: 'live', tasks: [task] }))).failures).toEqual([
      { arn: aws.arn('ecs', `task/live/${task}`), reason: 'MISSING' },
    ]);
    await expect(aws.ecs.send(new StopTaskCommand({ cluster: 'live', task }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The referenced task was not found.',
    });
  },
};
