import type { Scene } from '../scene.ts';
import { newService, type EcsService } from './ecs-service.ts';
import type { TaskDefinitions } from './task-definition.ts';

/** The services of an account. Every one that is named exists, and settles at once, until it is deleted. */
export interface Services {
  find(cluster: string, name: string): EcsService;
  /** Takes a service in, in place of what it was. */
  keep(cluster: string, service: EcsService): void;
  /** Whether somebody has made it, rather than only named it. */
  isMade(cluster: string, name: string): boolean;
  /** Of all clusters, in the order in which they were first heard of. */
  all(): readonly EcsService[];
}

/** Opens an account without services. */
export function openServices(scene: Scene, definitions: TaskDefinitions): Services {
  const services = new Map<string, EcsService>();
  const made = new Set<string>();
  return {
    find: (cluster, name) => {
      const known = services.get(`${cluster}/${name}`);
      if (known !== undefined) return known;
      const service = newService(scene, { cluster, name, taskDefinition: definitions.find(name).arn, desiredCount: 1 });
      services.set(`${cluster}/${name}`, service);
      return service;
    },
    keep: (cluster, service) => {
      const key = `${cluster}/${service.serviceName}`;
      services.set(key, service);
      made.add(key);
    },
    isMade: (cluster, name) =>
      made.has(`${cluster}/${name}`) && services.get(`${cluster}/${name}`)?.status === 'ACTIVE',
    all: () => [...services.values()],
  };
}
