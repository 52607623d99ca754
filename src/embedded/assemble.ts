import type { Trails } from './cloudtrail/trails.ts';
import type { LogGroups } from './cloudwatch-logs/log-groups.ts';
import type { Tables } from './dynamodb/tables.ts';
import type { Tasks } from './ecs/tasks.ts';
import type { EventBridge } from './eventbridge/open-event-bridge.ts';
import type { DeliveryStreams } from './firehose/delivery-streams.ts';
import type { Streams } from './kinesis/streams.ts';
import type { Functions } from './lambda/functions.ts';
import type { Buckets } from './s3/buckets.ts';
import type { Scene } from './scene.ts';
import type { Input, Operation, Service } from './service.ts';
import type { StateMachines } from './sfn/machines.ts';
import type { Commands } from './ssm/commands.ts';
import type { Parameters } from './ssm/parameters.ts';
import type { Identities } from './sts/identities.ts';
import type { Topics } from './sns/topics.ts';
import type { Queues } from './sqs/queues.ts';

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
  readonly tables: Tables;
  readonly tasks: Tasks;
  readonly stateMachines: StateMachines;
  readonly buckets: Buckets;
  readonly trails: Trails;
  readonly identities: Identities;
  /** An operation of an embedded service, by the names that SDK clients give to both. */
  operation(service: string, operation: string): Operation | undefined | Promise<Operation | undefined>;
  /** Has all rooms at hand, also those that are loaded only when they are first asked for. */
  furnish(): Promise<void>;
  /** A room that has been asked for before; looking at it opens nothing. */
  opened<Name extends RoomName>(name: Name): Estate[Name] | undefined;
  /** Carries out an operation by these names: an empty success where nobody does. */
  perform(service: string, operation: string, input: Input): Promise<unknown>;
}

/** The rooms of an estate by name, each with what opens it. */
export type Rooms = { readonly [Name in RoomName]: (estate: Estate) => Estate[Name] };
export type RoomName =
  | 'queues'
  | 'topics'
  | 'streams'
  | 'deliveryStreams'
  | 'logGroups'
  | 'functions'
  | 'eventBridge'
  | 'commands'
  | 'parameters'
  | 'tables'
  | 'tasks'
  | 'stateMachines'
  | 'buckets'
  | 'trails'
  | 'identities';

/** What an estate is put together from: openers of its rooms, the services over them, and how to get hold of more of either. */
export interface Supply {
  room<Name extends RoomName>(name: Name): Rooms[Name];
  /** A service, or the promise of one that has yet to be loaded. */
  service(name: string): Service | undefined | Promise<Service | undefined>;
  furnish(): Promise<void>;
}

/** Puts an account together in which there is nothing yet. The services know each other, so each room is opened when it is first asked for. */
export function assemble(scene: Scene, supply: Supply): Estate {
  const { account, region, random, agenda } = scene;
  const rooms: { [Name in RoomName]?: Estate[Name] } = {};
  const operations = new Map<string, Readonly<Record<string, Operation>>>();

  function room<Name extends RoomName>(name: Name): Estate[Name] {
    return (rooms[name] ??= supply.room(name)(estate) as (typeof rooms)[Name]) as Estate[Name];
  }

  function operation(service: string, name: string): Operation | undefined | Promise<Operation | undefined> {
    const opened = operations.get(service);
    if (opened !== undefined) return Object.hasOwn(opened, name) ? opened[name] : undefined;
    const found = supply.service(service);
    return found instanceof Promise ? found.then((loaded) => of(service, loaded, name)) : of(service, found, name);
  }

  function of(service: string, open: Service | undefined, name: string): Operation | undefined {
    if (open === undefined) return undefined;
    let opened = operations.get(service);
    if (opened === undefined) operations.set(service, (opened = open(estate)));
    return Object.hasOwn(opened, name) ? opened[name] : undefined;
  }

  const estate: Estate = {
    scene,
    account,
    region,
    random,
    agenda,
    operation,
    opened: (name) => rooms[name],
    furnish: () => supply.furnish(),
    // Some operations throw, and some reject.
    perform: async (service, name, input) => (await (await operation(service, name))?.(input)) ?? {},
    get queues() {
      return room('queues');
    },
    get topics() {
      return room('topics');
    },
    get streams() {
      return room('streams');
    },
    get deliveryStreams() {
      return room('deliveryStreams');
    },
    get logGroups() {
      return room('logGroups');
    },
    get functions() {
      return room('functions');
    },
    get eventBridge() {
      return room('eventBridge');
    },
    get buses() {
      return room('eventBridge').buses;
    },
    get commands() {
      return room('commands');
    },
    get parameters() {
      return room('parameters');
    },
    get tables() {
      return room('tables');
    },
    get tasks() {
      return room('tasks');
    },
    get stateMachines() {
      return room('stateMachines');
    },
    get buckets() {
      return room('buckets');
    },
    get trails() {
      return room('trails');
    },
    get identities() {
      return room('identities');
    },
  };
  return estate;
}
