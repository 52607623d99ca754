import { openApiDestinations, type ApiDestinations } from './api-destinations.ts';
import { openArchives, type Archives } from './archives.ts';
import { openBuses, type Buses } from './buses.ts';
import { openConnections, type Connections } from './connections.ts';
import type { Neighbours } from './neighbours.ts';
import { openReplays, type Replays } from './replays.ts';
import { toApiDestination } from './send/api-destination.ts';
import { toEventBus } from './send/event-bus.ts';
import type { Sender } from './send/send-to.ts';
import { openTags, type Tags } from './tags.ts';
import { ownKindOf } from './targets.ts';

/** Everything that EventBridge keeps of one scenario. */
export interface EventBridge {
  readonly buses: Buses;
  readonly archives: Archives;
  readonly replays: Replays;
  readonly connections: Connections;
  readonly apiDestinations: ApiDestinations;
  readonly tags: Tags;
  /** Endpoints that pass for functions, by the ARNs of these. */
  readonly endpoints: Map<string, Sender>;
  /** How to send to what EventBridge itself keeps or calls: other buses, API destinations and endpoints. */
  readonly ownSender: (arn: string) => Sender | undefined;
}

/** Opens EventBridge for one scenario: the default bus, and nothing else. Its neighbours are asked only when something is sent to them. */
export function openEventBridge(neighbours: Neighbours): EventBridge {
  const buses = openBuses(neighbours);
  const archives = openArchives(buses);
  const connections = openConnections(neighbours);
  const apiDestinations = openApiDestinations(neighbours, connections);
  const own = {
    'event-bus': toEventBus(buses),
    'api-destination': toApiDestination(apiDestinations, connections),
  };
  const endpoints = new Map<string, Sender>();
  return {
    buses,
    archives,
    replays: openReplays(buses, archives),
    connections,
    apiDestinations,
    tags: openTags(),
    endpoints,
    ownSender: (arn) => {
      const kind = ownKindOf(arn);
      return kind === undefined ? endpoints.get(arn) : own[kind];
    },
  };
}
