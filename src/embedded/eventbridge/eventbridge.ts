import type { Operation } from '../service.ts';
import type { EventBridge } from './open-event-bridge.ts';
import { archiveOperations } from './operation/archives.ts';
import { busOperations } from './operation/buses.ts';
import { destinationOperations } from './operation/destinations.ts';
import { endpointOperations } from './operation/endpoints.ts';
import { eventOperations } from './operation/events.ts';
import { partnerOperations } from './operation/partners.ts';
import { permissionOperations } from './operation/permissions.ts';
import { ruleOperations } from './operation/rules.ts';
import { targetOperations } from './operation/targets.ts';

/** Amazon EventBridge: buses, rules and targets, archives and replays, connections and API destinations. */
export function eventbridge(estate: { readonly eventBridge: EventBridge }): Readonly<Record<string, Operation>> {
  const { eventBridge } = estate;
  const { buses, archives, replays, connections, apiDestinations, tags } = eventBridge;
  return {
    ...eventOperations(buses),
    ...ruleOperations(buses, tags),
    ...targetOperations(buses, eventBridge.ownSender),
    ...busOperations(buses, tags),
    ...permissionOperations(buses),
    ...archiveOperations(archives, replays),
    ...endpointOperations(buses),
    ...partnerOperations(),
    ...destinationOperations(connections, apiDestinations),
  };
}
