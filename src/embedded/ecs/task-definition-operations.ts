import { Fault } from '../../wire/fault.ts';
import { notBlank } from './named.ts';
import type { ContainerDefinition, TaskDefinition, TaskDefinitions } from './task-definition.ts';

interface RegisterInput {
  readonly family?: string;
  readonly containerDefinitions?: readonly ContainerDefinition[];
  readonly tags?: readonly unknown[];
  readonly [member: string]: unknown;
}

interface ListInput {
  readonly familyPrefix?: string;
  readonly status?: string;
  readonly sort?: 'ASC' | 'DESC';
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** RegisterTaskDefinition, DescribeTaskDefinition, ListTaskDefinitions and DeregisterTaskDefinition. */
export function taskDefinitionOperations(definitions: TaskDefinitions) {
  function register({ family, containerDefinitions = [], tags = [], ...rest }: RegisterInput) {
    if (family === undefined || family === '')
      throw new Fault('ClientException', 'Family should not be null or empty.');
    if (containerDefinitions.length === 0) {
      throw new Fault('ClientException', 'Container list cannot be empty.');
    }
    const nameless = containerDefinitions.some(({ name }) => name === undefined || name === '');
    if (nameless) throw new Fault('ClientException', 'Container.name should not be null or empty.');
    const imageless = containerDefinitions.some(({ image }) => image === undefined || image === '');
    if (imageless) throw new Fault('ClientException', 'Container.image should not be null or empty.');
    const definition = definitions.register(family, { containers: containerDefinitions, rest });
    return { taskDefinition: describe(definition), tags };
  }

  function list(input: ListInput) {
    const { familyPrefix: family, status = 'ACTIVE', maxResults = 100, nextToken } = input;
    const all = definitions
      .list()
      .filter((each) => each.status === status && (family === undefined || each.family === family))
      .map(({ arn }) => arn);
    const sorted = input.sort === 'DESC' ? all.toReversed() : all;
    const start = nextToken === undefined ? 0 : sorted.indexOf(nextToken);
    if (start === -1) throw new Fault('InvalidParameterException', 'Invalid token.');
    const next = sorted[start + maxResults];
    return {
      taskDefinitionArns: sorted.slice(start, start + maxResults),
      ...(next !== undefined && { nextToken: next }),
    };
  }

  return {
    RegisterTaskDefinition: register,
    DescribeTaskDefinition: ({ taskDefinition }: { readonly taskDefinition?: string }) => ({
      taskDefinition: describe(definitions.find(notBlank(taskDefinition, 'TaskDefinition'))),
    }),
    ListTaskDefinitions: list,
    DeregisterTaskDefinition: ({ taskDefinition }: { readonly taskDefinition?: string }) => {
      const definition = definitions.find(notBlank(taskDefinition, 'TaskDefinition'));
      definition.status = 'INACTIVE';
      return { taskDefinition: describe(definition) };
    },
  };
}

function describe({ family, revision, arn, registered, containers, rest, status }: TaskDefinition): object {
  return {
    taskDefinitionArn: arn,
    containerDefinitions: containers.map((container) => ({
      cpu: 0,
      portMappings: [],
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      ...container,
    })),
    family,
    revision,
    volumes: [],
    status,
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: new Date(registered),
    ...rest,
  };
}
