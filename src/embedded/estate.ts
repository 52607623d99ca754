import { openTrails } from './cloudtrail/trails.ts';
import { openLogGroups } from './cloudwatch-logs/log-groups.ts';
import { openTables } from './dynamodb/tables.ts';
import { openTasks } from './ecs/tasks.ts';
import { openEventBridge } from './eventbridge/open-event-bridge.ts';
import { openDeliveryStreams } from './firehose/delivery-streams.ts';
import { openStreams } from './kinesis/streams.ts';
import { openFunctions } from './lambda/functions.ts';
import { assemble, type Estate, type Rooms } from './assemble.ts';
import { openBuckets } from './s3/buckets.ts';
import type { Scene } from './scene.ts';
import type { Service } from './service.ts';
import { SERVICES } from './services.ts';
import { openStateMachines } from './sfn/machines.ts';
import { openCommands } from './ssm/commands.ts';
import { openParameters } from './ssm/parameters.ts';
import { openTopics } from './sns/topics.ts';
import { openQueues } from './sqs/queues.ts';
import { openIdentities } from './sts/identities.ts';

export type { Estate } from './assemble.ts';

/** Every room with what opens it. */
export const ROOMS: Rooms = {
  queues: ({ scene }) => openQueues(scene),
  topics: (estate) => openTopics(estate.scene, estate),
  streams: ({ scene }) => openStreams(scene),
  deliveryStreams: (estate) => openDeliveryStreams(estate.scene, estate),
  logGroups: (estate) => openLogGroups(estate.scene, estate),
  functions: (estate) => openFunctions({ scene: estate.scene, neighbours: estate }),
  eventBridge: (estate) => openEventBridge(estate),
  commands: ({ scene }) => openCommands(scene),
  parameters: ({ scene }) => openParameters(scene),
  tables: ({ scene }) => openTables(scene),
  tasks: ({ scene }) => openTasks(scene),
  stateMachines: (estate) => openStateMachines(estate.scene, estate),
  buckets: (estate) => openBuckets(estate.scene, estate),
  trails: (estate) => openTrails(estate.scene, estate),
  identities: ({ scene }) => openIdentities(scene),
};

/** Opens an account in which there is nothing yet, with every service at hand. */
export function openEstate(scene: Scene): Estate {
  return assemble(scene, {
    room: (name) => ROOMS[name],
    service: (name) => {
      if (name === 'ecr') return loadEcr();
      return Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
    },
    furnish: () => Promise.resolve(),
  });
}

/** Apart from the others: it brings a whole registry with it, and most have no need of one. */
async function loadEcr(): Promise<Service> {
  return (await import('./ecr/ecr.ts')).ecr;
}
