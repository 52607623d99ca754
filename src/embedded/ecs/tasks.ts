import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { named } from './named.ts';
import { openTaskDefinitions, type TaskDefinition, type TaskDefinitions } from './task-definition.ts';
import { stopOf, type Overrides, type Task, type TaskEnding } from './task.ts';
import { partitionOf } from '../partition.ts';

/** What tasks need to know of the scenario. */
export type TasksScene = Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
  Partial<Pick<Scene, 'takesNamedAsGiven'>>;

/** Tasks that are to be started. */
export interface NewTasks {
  /** A name or an ARN; `default` unless told. */
  readonly cluster?: string | undefined;
  readonly taskDefinition: string;
  readonly count?: number | undefined;
  readonly launchType?: string | undefined;
  readonly group?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly startedBy?: string | undefined;
  readonly overrides?: unknown;
  readonly tags?: readonly unknown[] | undefined;
}

/** Says how a task ends by itself; nothing is really run. */
export type EndingOf = (tasks: NewTasks) => TaskEnding | undefined;

/** The tasks of an account: what the operations of ECS and EventBridge's targets share. */
export interface Tasks {
  readonly scene: TasksScene;
  readonly definitions: TaskDefinitions;
  /** How tasks end by themselves, by the families of their definitions. */
  readonly endings: Map<string, TaskEnding>;
  run(tasks: NewTasks): readonly Task[];
  /** By id or ARN. */
  find(cluster: string | undefined, task: string): Task | undefined;
  list(cluster: string | undefined): readonly Task[];
  /** Of all clusters. */
  all(): readonly Task[];
  /** How many run in a cluster. */
  running(cluster: string): number;
}

/** Opens the tasks of a scenario. Every cluster that is named exists; tasks run until they are stopped, unless `endingOf` or `endings` say otherwise. */
export function openTasks(scene: TasksScene, endingOf?: EndingOf): Tasks {
  const endings = new Map<string, TaskEnding>();
  const tasks: Task[] = [];
  const definitions = openTaskDefinitions(scene);
  const { random, region, account } = scene;

  function run(given: NewTasks): readonly Task[] {
    const { count = 1, launchType = 'FARGATE', tags = [] } = given;
    if (count < 1 || count > 10) {
      throw new Fault('InvalidParameterException', 'count must be between 1 and 10.');
    }
    const cluster = named(given.cluster, 'cluster') ?? 'default';
    const definition = definitions.find(given.taskDefinition);
    const overrides = (given.overrides ?? {}) as Overrides;
    const containers = containersOf(definition, overrides);
    const started = Array.from({ length: count }, (): Task => {
      const id = random.hex(32);
      const at = `arn:${partitionOf(region)}:ecs:${region}:${account}`;
      return {
        arn: `${at}:task/${cluster}/${id}`,
        cluster,
        clusterArn: `${at}:cluster/${cluster}`,
        definition,
        containers: containers.map(({ name, image }) => ({
          name,
          image,
          arn: `${at}:container/${cluster}/${id}/${random.uuid()}`,
        })),
        overrides,
        group: given.group ?? `family:${definition.family}`,
        startedBy: given.startedBy,
        launchType,
        platformVersion: launchType === 'FARGATE' ? (given.platformVersion ?? '1.4.0') : undefined,
        created: scene.agenda.now(),
        ending: endingOf?.(given) ?? endings.get(definition.family),
        tags,
      };
    });
    tasks.push(...started);
    return started;
  }

  return {
    scene,
    definitions,
    endings,
    run,
    find: (cluster, task) => {
      const id = task.slice(task.lastIndexOf('/') + 1);
      const within =
        task.startsWith('arn:') && cluster === undefined ? undefined : (named(cluster, 'cluster') ?? 'default');
      return tasks.find(({ arn, cluster }) => arn.endsWith(`/${id}`) && (within === undefined || cluster === within));
    },
    all: () => tasks,
    running: (cluster) =>
      tasks.filter((task) => task.cluster === cluster && stopOf(task, scene.agenda.now()) === undefined).length,
    list: (cluster) => tasks.filter((task) => task.cluster === (named(cluster, 'cluster') ?? 'default')),
  };
}

/** A definition that was only named has whatever containers are spoken of. */
function containersOf(
  { containers, isGiven }: TaskDefinition,
  { containerOverrides = [] }: Overrides,
): readonly { readonly name: string; readonly image: string }[] {
  const names = containerOverrides.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const unknown = names.find((name) => containers.every((container) => container.name !== name));
  if (unknown === undefined) return containers;
  if (isGiven) return names.map((name) => ({ name, image: containers[0]!.image }));
  throw new Fault(
    'InvalidParameterException',
    `Override for container named ${unknown} is not a container in the TaskDefinition.`,
  );
}
