import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { domainOf, partitionOf } from '../partition.ts';

/** What a container of a task definition is made of; other members are kept as they were given. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly [member: string]: unknown;
}

/** A revision of a family. */
export interface TaskDefinition {
  readonly family: string;
  readonly revision: number;
  readonly arn: string;
  readonly registered: Instant;
  /** Whether somebody has registered it, or only named it. */
  readonly isGiven: boolean;
  readonly containers: readonly ContainerDefinition[];
  /** What else it was registered with. */
  readonly rest: Readonly<Record<string, unknown>>;
  status: 'ACTIVE' | 'INACTIVE';
}

/** The task definitions of an account. */
export interface TaskDefinitions {
  register(family: string, given: Pick<TaskDefinition, 'containers' | 'rest'>): TaskDefinition;
  /** By ARN, `family:revision`, or a family for its latest active revision. Who names one declares it. */
  find(named: string): TaskDefinition;
  list(): readonly TaskDefinition[];
}

/** Opens the task definitions of a scenario; there are none at first. */
export function openTaskDefinitions(
  scene: Pick<Scene, 'account' | 'region' | 'agenda'> & Partial<Pick<Scene, 'takesNamedAsGiven'>>,
): TaskDefinitions {
  const { account, region } = scene;
  const families = new Map<string, Map<number, TaskDefinition>>();

  function add(
    family: string,
    revision: number,
    given: Pick<TaskDefinition, 'containers' | 'rest' | 'isGiven'>,
  ): TaskDefinition {
    const definition: TaskDefinition = {
      family,
      revision,
      arn: `arn:${partitionOf(region)}:ecs:${region}:${account}:task-definition/${family}:${revision}`,
      registered: scene.agenda.now(),
      ...given,
      status: 'ACTIVE',
    };
    const revisions = families.get(family) ?? new Map<number, TaskDefinition>();
    families.set(family, revisions.set(revision, definition));
    return definition;
  }

  function latest(family: string): number {
    return Math.max(0, ...(families.get(family)?.keys() ?? []));
  }

  function find(named: string): TaskDefinition {
    const [family = '', text] = named.replace(/^arn:[^:]+:ecs:[^:]*:\d*:task-definition\//, '').split(':');
    if (text !== undefined && !/^\d+$/.test(text)) {
      throw new Fault('InvalidParameterException', `Invalid revision number. Number: ${text}`);
    }
    const revisions = families.get(family);
    const active = [...(revisions?.values() ?? [])].filter(({ status }) => status === 'ACTIVE');
    const found =
      text === undefined ? active.toSorted((a, b) => a.revision - b.revision).at(-1) : revisions?.get(Number(text));
    if (found !== undefined) return found;
    if (revisions !== undefined && text === undefined) {
      throw new Fault('ClientException', 'Unable to describe task definition.');
    }
    const image = `${account}.dkr.ecr.${region}.${domainOf(region)}/${family}:latest`;
    return add(family, Number(text ?? 1), { isGiven: true, containers: [{ name: family, image }], rest: {} });
  }

  return {
    register: (family, given) => {
      // Where what is named is taken as given, somebody has deployed the family before.
      if (scene.takesNamedAsGiven === true && !families.has(family)) find(family);
      return add(family, latest(family) + 1, { ...given, isGiven: false });
    },
    find,
    list: () =>
      [...families.values()]
        .flatMap((revisions) => [...revisions.values()])
        .toSorted((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1)),
  };
}
