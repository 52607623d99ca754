import { openEventBridge } from './eventbridge/open-event-bridge.ts';
import { openFunctions } from './lambda/functions.ts';
import { assemble, type Estate, type RoomName, type Rooms } from './assemble.ts';
import type { Scene } from './scene.ts';
import type { Service } from './service.ts';

/**
 * Opens an account for a rehearsal: rules and functions are at hand, and everything else is loaded when it is first
 * asked for. Most scenarios ask for little, and loading all services takes as long as the rest of a short run.
 */
export function openLeanEstate(scene: Scene): Estate {
  return assemble(scene, {
    room: (name) => (rest === undefined ? atHand(name) : rest.ROOMS[name]),
    service: (name) => (Object.hasOwn(ALONE, name) ? ALONE[name]!() : others(name)),
    furnish: async () => void (await load()),
  });
}

function atHand<Name extends RoomName>(name: Name): Rooms[Name] {
  const open: Rooms[Name] | undefined = AT_HAND[name];
  if (open === undefined) throw new Error(`The room "${name}" is asked for before it is loaded`);
  return open;
}

const AT_HAND: { -readonly [Name in keyof Rooms]?: Rooms[Name] } = {
  eventBridge: (estate) => openEventBridge(estate),
  functions: (estate) => openFunctions({ scene: estate.scene, neighbours: estate }),
};

/** Services that need no room but small ones of their own: they come without the others. */
const ALONE: Readonly<Record<string, () => Promise<Service>>> = {
  dynamodb: async () => {
    const [{ dynamodb }, { openTables }] = await Promise.all([
      import('./dynamodb/dynamodb.ts'),
      import('./dynamodb/tables.ts'),
    ]);
    AT_HAND.tables ??= ({ scene }) => openTables(scene);
    return dynamodb;
  },
  ecs: async () => {
    const [{ ecs }, { openTasks }] = await Promise.all([import('./ecs/ecs.ts'), import('./ecs/tasks.ts')]);
    AT_HAND.tasks ??= ({ scene }) => openTasks(scene);
    return ecs;
  },
  ecr: async () => {
    const [{ ecr }, { openIdentities }] = await Promise.all([import('./ecr/ecr.ts'), import('./sts/identities.ts')]);
    AT_HAND.identities ??= ({ scene }) => openIdentities(scene);
    return ecr;
  },
  sqs: async () => {
    const [{ sqs }, { openQueues }] = await Promise.all([import('./sqs/sqs.ts'), import('./sqs/queues.ts')]);
    AT_HAND.queues ??= ({ scene }) => openQueues(scene);
    return sqs;
  },
  sts: async () => {
    const [{ sts }, { openIdentities }] = await Promise.all([import('./sts/sts.ts'), import('./sts/identities.ts')]);
    AT_HAND.identities ??= ({ scene }) => openIdentities(scene);
    return sts;
  },
};

let rest: { readonly ROOMS: Rooms; readonly SERVICES: Readonly<Record<string, Service>> } | undefined;

async function load(): Promise<NonNullable<typeof rest>> {
  if (rest === undefined) {
    const [{ ROOMS }, { SERVICES }] = await Promise.all([import('./estate.ts'), import('./services.ts')]);
    rest = { ROOMS, SERVICES };
  }
  return rest;
}

async function others(name: string): Promise<Service | undefined> {
  if (!SERVED.has(name)) return undefined;
  const { SERVICES } = await load();
  return SERVICES[name];
}

/** The services that others serve; whatever is not named here answers with an empty success, and nothing is loaded for it. */
const SERVED = new Set([
  'cloudtrail',
  'cloudwatch-logs',
  'eventbridge',
  'firehose',
  'kinesis',
  'lambda',
  's3',
  'sfn',
  'sns',
  'ssm',
]);
