import type { Scene } from '../scene.ts';
import type { Operation } from '../service.ts';
import { clusterOperations } from './clusters.ts';
import { serviceOperations } from './service-operations.ts';
import { openServices } from './services.ts';
import { taskDefinitionOperations } from './task-definition-operations.ts';
import { taskOperations } from './task-operations.ts';
import type { Tasks } from './tasks.ts';

/** Amazon ECS, as far as deploying and running tasks goes: every cluster, service and task definition that is named exists. */
export function ecs({
  scene,
  tasks,
}: {
  readonly scene: Scene;
  readonly tasks: Tasks;
}): Readonly<Record<string, Operation>> {
  const services = openServices(scene, tasks.definitions);
  return {
    ...clusterOperations(services, tasks, scene),
    ...serviceOperations(services, scene, tasks.definitions),
    ...taskOperations(tasks),
    ...taskDefinitionOperations(tasks.definitions),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
