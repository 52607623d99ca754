import type { Instant } from '../../clock.ts';
import type { TaskDefinition } from './task-definition.ts';

/** How a task's containers end by themselves. */
export interface TaskEnding {
  readonly after: number;
  readonly exitCode: number;
  readonly reason: string;
}

/** A task that has been started. */
export interface Task {
  readonly arn: string;
  readonly cluster: string;
  readonly clusterArn: string;
  readonly definition: TaskDefinition;
  readonly containers: readonly { readonly name: string; readonly image: string; readonly arn: string }[];
  readonly overrides: Overrides;
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly launchType: string;
  readonly platformVersion: string | undefined;
  readonly created: Instant;
  /** Unless it ends by itself it runs until it is stopped. */
  readonly ending: TaskEnding | undefined;
  readonly tags: readonly unknown[];
  stopped?: { readonly at: Instant; readonly reason: string };
}

/** What a task does otherwise than its definition says. */
export interface Overrides {
  readonly containerOverrides?: readonly { readonly name?: string; readonly [member: string]: unknown }[];
  readonly [member: string]: unknown;
}

/** When and why a task has stopped, if it has. */
export function stopOf(
  { stopped, ending, created }: Task,
  now: Instant,
): { readonly at: Instant; readonly reason: string; readonly code: string; readonly exitCode: number } | undefined {
  const ends = ending === undefined ? Infinity : created + ending.after;
  if (stopped !== undefined && stopped.at < ends) {
    // Killed by SIGKILL after SIGTERM, as most are: 137.
    return { ...stopped, code: 'UserInitiated', exitCode: 137 };
  }
  if (ending === undefined || now < ends) return undefined;
  return { at: ends, reason: ending.reason, code: 'EssentialContainerExited', exitCode: ending.exitCode };
}

/** A task in the members of `Task`. `lastStatus` takes the place of what it has come to by now. */
export function describeTask(task: Task, now: Instant, lastStatus?: string): object {
  const { arn, definition, containers, created } = task;
  const stop = stopOf(task, now);
  const status = lastStatus ?? (stop === undefined ? 'RUNNING' : 'STOPPED');
  const hasStarted = status === 'RUNNING' || status === 'STOPPED';
  return {
    attachments: [],
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    availabilityZone: `${arn.split(':')[3]}a`,
    clusterArn: task.clusterArn,
    ...(hasStarted && { connectivity: 'CONNECTED', connectivityAt: new Date(created) }),
    containers: containers.map((container) => ({
      containerArn: container.arn,
      taskArn: arn,
      name: container.name,
      image: container.image,
      lastStatus: status === 'PROVISIONING' ? 'PENDING' : status,
      ...(stop !== undefined && { exitCode: stop.exitCode }),
      networkBindings: [],
      networkInterfaces: [],
      healthStatus: 'UNKNOWN',
    })),
    cpu: definition.rest['cpu'] ?? '256',
    createdAt: new Date(created),
    desiredStatus: stop === undefined ? 'RUNNING' : 'STOPPED',
    enableExecuteCommand: false,
    group: task.group,
    healthStatus: 'UNKNOWN',
    lastStatus: status,
    launchType: task.launchType,
    memory: definition.rest['memory'] ?? '512',
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...task.overrides },
    ...(task.platformVersion !== undefined && { platformVersion: task.platformVersion, platformFamily: 'Linux' }),
    ...(hasStarted && { startedAt: new Date(created) }),
    ...(task.startedBy !== undefined && { startedBy: task.startedBy }),
    ...(stop !== undefined && {
      stopCode: stop.code,
      stoppedReason: stop.reason,
      stoppingAt: new Date(stop.at),
      executionStoppedAt: new Date(stop.at),
      stoppedAt: new Date(stop.at),
    }),
    tags: task.tags,
    taskArn: arn,
    taskDefinitionArn: definition.arn,
    version: stop === undefined ? 1 : 2,
  };
}
