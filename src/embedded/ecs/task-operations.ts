import { Fault } from '../../wire/fault.ts';
import { named, notBlank } from './named.ts';
import { describeTask, stopOf, type Task } from './task.ts';
import type { Tasks } from './tasks.ts';
import { partitionOf } from '../partition.ts';

interface RunInput {
  readonly cluster?: string;
  readonly taskDefinition?: string;
  readonly count?: number;
  readonly launchType?: string;
  readonly group?: string;
  readonly platformVersion?: string;
  readonly startedBy?: string;
  readonly overrides?: unknown;
  readonly tags?: readonly unknown[];
  readonly clientToken?: string;
}

interface ListInput {
  readonly cluster?: string;
  readonly family?: string;
  readonly serviceName?: string;
  readonly startedBy?: string;
  readonly desiredStatus?: string;
  readonly launchType?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** RunTask, DescribeTasks, ListTasks and StopTask. */
export function taskOperations(tasks: Tasks) {
  const { agenda } = tasks.scene;
  const byToken = new Map<string, readonly Task[]>();

  function run(input: RunInput) {
    const { clientToken: token } = input;
    const taskDefinition = notBlank(input.taskDefinition, 'TaskDefinition');
    const started = (token === undefined ? undefined : byToken.get(token)) ?? tasks.run({ ...input, taskDefinition });
    if (token !== undefined) byToken.set(token, started);
    const isFargate = (input.launchType ?? 'FARGATE') === 'FARGATE';
    // A task is answered before it runs.
    return {
      tasks: started.map((task) => describeTask(task, agenda.now(), isFargate ? 'PROVISIONING' : 'PENDING')),
      failures: [],
    };
  }

  function describe(input: { readonly cluster?: string; readonly tasks?: readonly string[] }) {
    const { cluster, tasks: asked = [] } = input;
    if (asked.length === 0) throw new Fault('InvalidParameterException', 'Tasks cannot be empty.');
    if (asked.length > 100) {
      throw new Fault('InvalidParameterException', 'Tasks cannot have more than 100 elements.');
    }
    const found = asked.map((each) => ({ asked: each, task: tasks.find(cluster, each) }));
    return {
      tasks: found.flatMap(({ task }) => (task === undefined ? [] : [describeTask(task, agenda.now())])),
      failures: found
        .filter(({ task }) => task === undefined)
        .map(({ asked }) => ({ arn: arnOf(cluster, asked), reason: 'MISSING' })),
    };
  }

  function arnOf(cluster: string | undefined, task: string): string {
    const { region, account } = tasks.scene;
    if (task.startsWith('arn:')) return task;
    return `arn:${partitionOf(region)}:ecs:${region}:${account}:task/${named(cluster, 'cluster') ?? 'default'}/${task}`;
  }

  function list(input: ListInput) {
    const { family, serviceName, startedBy, launchType, desiredStatus = 'RUNNING', maxResults = 100 } = input;
    const service = named(serviceName, 'service');
    const all = tasks
      .list(input.cluster)
      .filter(
        (task) =>
          (stopOf(task, agenda.now()) === undefined ? 'RUNNING' : 'STOPPED') === desiredStatus &&
          (family === undefined || task.definition.family === family) &&
          (service === undefined || task.group === `service:${service}`) &&
          (startedBy === undefined || task.startedBy === startedBy) &&
          (launchType === undefined || task.launchType === launchType),
      );
    const start = input.nextToken === undefined ? 0 : all.findIndex(({ arn }) => arn === input.nextToken);
    if (start === -1) throw new Fault('InvalidParameterException', 'Invalid token.');
    const next = all[start + maxResults];
    return {
      taskArns: all.slice(start, start + maxResults).map(({ arn }) => arn),
      ...(next !== undefined && { nextToken: next.arn }),
    };
  }

  function stop(input: { readonly cluster?: string; readonly task?: string; readonly reason?: string }) {
    const task = tasks.find(input.cluster, notBlank(input.task, 'Task'));
    if (task === undefined) throw new Fault('InvalidParameterException', 'The referenced task was not found.');
    task.stopped ??= { at: agenda.now(), reason: input.reason ?? 'Task stopped by user' };
    return { task: describeTask(task, agenda.now()) };
  }

  return { RunTask: run, DescribeTasks: describe, ListTasks: list, StopTask: stop };
}
