import type { Scene } from '../scene.ts';

/** A service as ECS describes it; dates in seconds, as the wire has them. */
export interface EcsService {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: 'ACTIVE';
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
