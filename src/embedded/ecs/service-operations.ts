import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Input } from '../service.ts';
import { deployment, newService, type EcsService } from './ecs-service.ts';
import { named, notBlank } from './named.ts';
import { cutOut } from './page.ts';
import type { Services } from './services.ts';
import type { TaskDefinitions } from './task-definition.ts';

interface ListInput {
  readonly launchType?: string;
  readonly schedulingStrategy?: string;
  readonly nextToken?: string;
  readonly maxResults?: number;
}

/** CreateService, UpdateService, DescribeServices, ListServices and DeleteService. */
export function serviceOperations(services: Services, scene: Scene, definitions: TaskDefinitions) {
  function create(input: Input): unknown {
    const name = notBlank(textOf(input['serviceName']), 'Service name');
    const cluster = clusterOf(input);
    if (services.isMade(cluster, name))
      throw new Fault('InvalidParameterException', 'Creation of service was not idempotent.');
    const taskDefinition = taskDefinitionArn(notBlank(textOf(input['taskDefinition']), 'TaskDefinition'));
    const desiredCount = typeof input['desiredCount'] === 'number' ? input['desiredCount'] : 0;
    const service = {
      ...newService(scene, { cluster, name, taskDefinition, desiredCount }),
      ...pick(input, [...CHANGEABLE, 'launchType', 'schedulingStrategy', 'deploymentController', 'tags']),
    };
    services.keep(cluster, service);
    return { service };
  }

  function update(input: Input): unknown {
    const before = existing(input);
    if (before.status !== 'ACTIVE') throw new Fault('ServiceNotActiveException', 'Service was not ACTIVE.');
    const desiredCount = typeof input['desiredCount'] === 'number' ? input['desiredCount'] : before.desiredCount;
    const given = textOf(input['taskDefinition']);
    const taskDefinition = given === undefined ? before.taskDefinition : taskDefinitionArn(given);
    const rollsOut = input['forceNewDeployment'] === true || taskDefinition !== before.taskDefinition;
    const after: EcsService = {
      ...before,
      ...pick(input, CHANGEABLE),
      desiredCount,
      runningCount: desiredCount,
      taskDefinition,
      deployments: rollsOut
        ? [deployment(scene, { taskDefinition, desiredCount })]
        : before.deployments.map((each) => ({ ...each, desiredCount, runningCount: desiredCount })),
    };
    services.keep(clusterOf(input), after);
    return { service: after };
  }

  function describe(input: Input): unknown {
    const asked = Array.isArray(input['services']) ? input['services'] : [];
    if (asked.length === 0) throw new Fault('InvalidParameterException', 'Services cannot be empty.');
    if (asked.length > 10) throw new Fault('InvalidParameterException', 'Services cannot have more than 10 elements.');
    const cluster = clusterOf(input);
    return { services: asked.map((each) => services.find(cluster, named(each, 'service') ?? '')), failures: [] };
  }

  function list(input: Input): unknown {
    const cluster = clusterOf(input);
    const { launchType, schedulingStrategy, nextToken, maxResults = 10 } = input as ListInput;
    const all = services
      .all()
      .filter(
        (service) =>
          service.status === 'ACTIVE' &&
          service.clusterArn.endsWith(`:cluster/${cluster}`) &&
          (launchType === undefined || service['launchType'] === launchType) &&
          (schedulingStrategy === undefined || service['schedulingStrategy'] === schedulingStrategy),
      )
      .map(({ serviceArn }) => serviceArn);
    return cutOut(all, { nextToken, maxResults }, 'serviceArns');
  }

  function remove(input: Input): unknown {
    const before = existing(input);
    if (before.desiredCount > 0 && input['force'] !== true)
      throw new Fault('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
    const gone = { desiredCount: 0, runningCount: 0, deployments: [] };
    services.keep(clusterOf(input), { ...before, ...gone, status: 'INACTIVE' });
    return { service: { ...before, ...gone, status: 'DRAINING' } };
  }

  function existing(input: Input): EcsService {
    const name = named(input['service'], 'service');
    if (name === undefined) throw new Fault('InvalidParameterException', 'service can not be blank.');
    return services.find(clusterOf(input), name);
  }

  /** An ARN may be of another account, and is taken as it is. */
  function taskDefinitionArn(given: string): string {
    return given.startsWith('arn:') ? given : definitions.find(given).arn;
  }

  return {
    CreateService: create,
    UpdateService: update,
    DescribeServices: describe,
    ListServices: list,
    DeleteService: remove,
  };
}

/** What a service is made with, and can be changed in. */
const CHANGEABLE = [
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
];

function clusterOf(input: Input): string {
  return named(input['cluster'], 'cluster') ?? 'default';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pick(input: Input, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]));
}
