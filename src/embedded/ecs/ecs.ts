import { Fault } from '../../wire/fault.ts';
import type { Input, Service } from '../service.ts';
import { deployment, type EcsService } from './ecs-service.ts';

/** Amazon ECS, as far as deploying goes: every cluster and service that is named exists and settles at once. */
export const ecs: Service = ({ scene }) => {
  const services = new Map<string, EcsService>();

  function find(cluster: string, name: string): EcsService {
    const key = `${cluster}/${name}`;
    const known = services.get(key);
    if (known !== undefined) return known;
    const at = `arn:aws:ecs:${scene.region}:${scene.account}`;
    const taskDefinition = `${at}:task-definition/${name}:1`;
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
    const name = nameOf(input['service'], 'service');
    if (name === undefined) throw new Fault('InvalidParameterException', 'service can not be blank.');
    const cluster = nameOf(input['cluster'], 'cluster') ?? 'default';
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
    if (given.startsWith('arn:')) return given;
    // A family without a revision means its latest; this account's families have one.
    return `arn:aws:ecs:${scene.region}:${scene.account}:task-definition/${given.includes(':') ? given : `${given}:1`}`;
  }

  function describeServices(input: Input): unknown {
    const asked = Array.isArray(input['services']) ? input['services'] : [];
    if (asked.length === 0) throw new Fault('InvalidParameterException', 'Services cannot be empty.');
    if (asked.length > 10) throw new Fault('InvalidParameterException', 'Services cannot have more than 10 elements.');
    const cluster = nameOf(input['cluster'], 'cluster') ?? 'default';
    return { services: asked.map((each) => find(cluster, nameOf(each, 'service') ?? '')), failures: [] };
  }

  return { UpdateService: updateService, DescribeServices: describeServices };
};

/** Reads a name that may be given as an ARN. */
function nameOf(given: unknown, kind: 'service' | 'cluster'): string | undefined {
  if (typeof given !== 'string' || given === '') return undefined;
  return given.startsWith('arn:') && given.includes(`:${kind}/`) ? given.slice(given.lastIndexOf('/') + 1) : given;
}

function pick(input: Input, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]));
}
