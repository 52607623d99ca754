import { openLogGroups, type LogGroups } from './cloudwatch-logs/log-groups.ts';
import { openTasks, type Tasks } from './ecs/tasks.ts';
import { openEventBridge, type EventBridge } from './eventbridge/open-event-bridge.ts';
import { openDeliveryStreams, type DeliveryStreams } from './firehose/delivery-streams.ts';
import { openStreams, type Streams } from './kinesis/streams.ts';
import { openFunctions, type Functions } from './lambda/functions.ts';
import type { Scene } from './scene.ts';
import type { Input, Operation } from './service.ts';
import { SERVICES } from './services.ts';
import { openStateMachines, type StateMachines } from './sfn/machines.ts';
import { openCommands, type Commands } from './ssm/commands.ts';
import { openParameters, type Parameters } from './ssm/parameters.ts';
import { openTopics, type Topics } from './sns/topics.ts';
import { openQueues, type Queues } from './sqs/queues.ts';

/** All that the services of one account keep, for each other and for whoever rehearses. Each is opened when it is first asked for. */
export interface Estate extends Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> {
  readonly scene: Scene;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly streams: Streams;
  readonly deliveryStreams: DeliveryStreams;
  readonly logGroups: LogGroups;
  readonly functions: Functions;
  readonly eventBridge: EventBridge;
  readonly buses: EventBridge['buses'];
  readonly commands: Commands;
  readonly parameters: Parameters;
  readonly tasks: Tasks;
  readonly stateMachines: StateMachines;
  /** An operation of an embedded service, by the names that SDK clients give to both. */
  operation(service: string, operation: string): Operation | undefined;
  /** Carries out an operation by these names: an empty success where nobody does. */
  perform(service: string, operation: string, input: Input): Promise<unknown>;
}

/** Opens an account in which there is nothing yet. */
export function openEstate(scene: Scene): Estate {
  const { account, region, random, agenda } = scene;
  const operations = new Map<string, Readonly<Record<string, Operation>>>();

  function operation(service: string, name: string): Operation | undefined {
    let opened = operations.get(service);
    if (opened === undefined) {
      if (!Object.hasOwn(SERVICES, service)) return undefined;
      operations.set(service, (opened = SERVICES[service]!(estate)));
    }
    return Object.hasOwn(opened, name) ? opened[name] : undefined;
  }

  const tasks = once(() => openTasks(scene));
  const queues = once(() => openQueues(scene));
  const topics = once(() => openTopics(scene, estate));
  const streams = once(() => openStreams(scene));
  const deliveryStreams = once(() => openDeliveryStreams(scene, estate));
  const logGroups = once(() => openLogGroups(scene, estate));
  const functions = once(() => openFunctions({ scene, neighbours: estate }));
  const eventBridge = once(() => openEventBridge(estate));
  const stateMachines = once(() => openStateMachines(scene, estate));
  const commands = once(() => openCommands(scene));
  const parameters = once(() => openParameters(scene));
  const estate: Estate = {
    scene,
    account,
    region,
    random,
    agenda,
    operation,
    // Some operations throw, and some reject.
    perform: async (service, name, input) => (await operation(service, name)?.(input)) ?? {},
    get queues() {
      return queues();
    },
    get streams() {
      return streams();
    },
    get deliveryStreams() {
      return deliveryStreams();
    },
    get logGroups() {
      return logGroups();
    },
    get functions() {
      return functions();
    },
    get eventBridge() {
      return eventBridge();
    },
    get buses() {
      return eventBridge().buses;
    },
    get topics() {
      return topics();
    },
    get commands() {
      return commands();
    },
    get parameters() {
      return parameters();
    },
    get tasks() {
      return tasks();
    },
    get stateMachines() {
      return stateMachines();
    },
  };
  return estate;
}

/** The services know each other, so none can be opened before the others; what is opened late knows all. */
function once<Kept>(open: () => Kept): () => Kept {
  let kept: { readonly value: Kept } | undefined;
  return () => (kept ??= { value: open() }).value;
}
