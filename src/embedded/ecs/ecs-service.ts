import type { Scene } from '../scene.ts';
import { partitionOf } from '../partition.ts';

/** A service as ECS describes it; dates in seconds, as the wire has them. */
export interface EcsService {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly taskDefinition: string;
  readonly deployments: readonly Deployment[];
  readonly createdAt: number;
  readonly [member: string]: unknown;
}

/** One roll-out of a service. */
export interface Deployment {
  readonly id: string;
  readonly status: 'PRIMARY';
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly [member: string]: unknown;
}

/** Describes a roll-out that is through. */
export function deployment(
  scene: Scene,
  { taskDefinition, desiredCount }: { taskDefinition: string; desiredCount: number },
): Deployment {
  const at = scene.now() / 1000;
  return {
    id: `ecs-svc/${scene.random.text(19, '0123456789')}`,
    status: 'PRIMARY',
    taskDefinition,
    desiredCount,
    pendingCount: 0,
    runningCount: desiredCount,
    failedTasks: 0,
    createdAt: at,
    updatedAt: at,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    rolloutState: 'COMPLETED',
    rolloutStateReason: 'ECS deployment completed.',
  };
}

/** A service as it is made: it has settled, and runs all its tasks. */
export function newService(
  scene: Scene,
  {
    cluster,
    name,
    taskDefinition,
    desiredCount,
  }: {
    readonly cluster: string;
    readonly name: string;
    readonly taskDefinition: string;
    readonly desiredCount: number;
  },
): EcsService {
  const at = `arn:${partitionOf(scene.region)}:ecs:${scene.region}:${scene.account}`;
  return {
    serviceArn: `${at}:service/${cluster}/${name}`,
    serviceName: name,
    clusterArn: `${at}:cluster/${cluster}`,
    loadBalancers: [],
    serviceRegistries: [],
    status: 'ACTIVE',
    desiredCount,
    runningCount: desiredCount,
    pendingCount: 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    taskDefinition,
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
    deployments: [deployment(scene, { taskDefinition, desiredCount })],
    events: [],
    createdAt: scene.now() / 1000,
    placementConstraints: [],
    placementStrategy: [],
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  };
}
