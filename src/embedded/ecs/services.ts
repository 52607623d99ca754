import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Input } from '../service.ts';
import { deployment, type EcsService } from './ecs-service.ts';
import { named } from './named.ts';
import type { TaskDefinitions } from './task-definition.ts';

/** UpdateService and DescribeServices. Every cluster and service that is named exists, and settles at once. */
export function serviceOperations(scene: Scene, definitions: TaskDefinitions) {
  const services = new Map<string, EcsService>();

  function find(cluster: string, name: string): EcsService {
    const key = `${cluster}/${name}`;
    const known = services.get(key);
    if (known !== undefined) return known;
    const at = `arn:aws:ecs:${scene.region}:${scene.account}`;
    const taskDefinition = definitions.find(name).arn;
    const created = scene.now() / 1000;
    const service: EcsService = {
      serviceArn: `${at}:service/${cluster}/${name}`,
      serviceName: name,
      clusterArn: `${at}:cluster/${cluster}`,
      loadBalancers: [],
      serviceRegistries: [],
      status: 'ACTIVE',
      desiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      platformFamily: 'Linux',
      taskDefinition,
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
      deployments: [deployment(scene, { taskDefinition, desiredCount: 1 })],
      events: [],
      createdAt: created,
      placementConstraints: [],
      placementStrategy: [],
      schedulingStrategy: 'REPLICA',
      deploymentController: { type: 'ECS' },
      enableECSManagedTags: false,
      propagateTags: 'NONE',
      enableExecuteCommand: false,
    };
    services.set(key, service);
    return service;
  }

  function updateService(input: Input): unknown {
    const name = named(input['service'], 'service');
    if (name === undefined) throw new Fault('InvalidParameterException', 'service can not be blank.');
    const cluster = named(input['cluster'], 'cluster') ?? 'default';
    const before = find(cluster, name);
    const desiredCount = typeof input['desiredCount'] === 'number' ? input['desiredCount'] : before.desiredCount;
    const taskDefinition = taskDefinitionArn(input['taskDefinition'], before.taskDefinition);
    const rollsOut = input['forceNewDeployment'] === true || taskDefinition !== before.taskDefinition;
    const after: EcsService = {
      ...before,
      ...pick(input, [
        'deploymentConfiguration',
        'networkConfiguration',
        'platformVersion',
        'healthCheckGracePeriodSeconds',
        'enableExecuteCommand',
        'capacityProviderStrategy',
        'loadBalancers',
        'serviceRegistries',
        'propagateTags',
        'enableECSManagedTags',
        'placementConstraints',
        'placementStrategy',
      ]),
      desiredCount,
      runningCount: desiredCount,
      taskDefinition,
      deployments: rollsOut
        ? [deployment(scene, { taskDefinition, desiredCount })]
        : before.deployments.map((each) => ({ ...each, desiredCount, runningCount: desiredCount })),
    };
    services.set(`${cluster}/${name}`, after);
    return { service: after };
  }

  function taskDefinitionArn(given: unknown, before: string): string {
    if (typeof given !== 'string' || given === '') return before;
    // An ARN may be of another account, and is taken as it is.
    return given.startsWith('arn:') ? given : definitions.find(given).arn;
  }

  function describeServices(input: Input): unknown {
    const asked = Array.isArray(input['services']) ? input['services'] : [];
    if (asked.length === 0) throw new Fault('InvalidParameterException', 'Services cannot be empty.');
    if (asked.length > 10) throw new Fault('InvalidParameterException', 'Services cannot have more than 10 elements.');
    const cluster = named(input['cluster'], 'cluster') ?? 'default';
    return { services: asked.map((each) => find(cluster, named(each, 'service') ?? '')), failures: [] };
  }

  return { UpdateService: updateService, DescribeServices: describeServices };
}

function pick(input: Input, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]));
}
