import type { Json, JsonObject } from '../activity.ts';
import { invalidParameter, invalidRequest } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { placeOf } from '../replicate.ts';
import type { Destination, ReplicationRule } from '../settings.ts';
import { list, optionalObject, text } from './request.ts';
import { targetImage } from './target.ts';

/** Unique destinations across all rules (user guide, "Private image replication"). */
const DESTINATIONS = 25;

export function readDestination(value: Json | undefined): Destination {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidParameter('destination', 'Member must not be null');
  const destination = value as JsonObject;
  return { region: text(destination, 'region'), registryId: text(destination, 'registryId') };
}

function readRule(value: Json): ReplicationRule {
  const rule = value as JsonObject;
  const filters = rule['repositoryFilters'] === undefined ? [] : list(rule, 'repositoryFilters');
  return {
    destinations: list(rule, 'destinations').map(readDestination),
    prefixes: filters.map((filter) => text(filter as JsonObject, 'filter')),
  };
}

function describe(rules: readonly ReplicationRule[]): JsonObject {
  return {
    rules: rules.map(({ destinations, prefixes }) => ({
      destinations: destinations.map(({ region, registryId }) => ({ region, registryId })),
      ...(prefixes.length === 0
        ? {}
        : { repositoryFilters: prefixes.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }),
    })),
  };
}

export const PutReplicationConfiguration: Operation = (request, { registry }) => {
  const configuration = optionalObject(request, 'replicationConfiguration');
  if (configuration === undefined) throw invalidParameter('replicationConfiguration', 'Member must not be null');
  const rules = list(configuration, 'rules').map(readRule);
  const destinations = rules.flatMap((rule) => rule.destinations);
  if (destinations.some(({ region, registryId }) => region === registry.region && registryId === registry.id))
    throw invalidParameter(
      'replicationConfiguration',
      'Replication destination cannot be the same as the source registry',
    );
  if (rules.some((rule) => rule.destinations.length === 0))
    throw invalidRequest('A replication rule must have at least one destination');
  if (new Set(destinations.map(placeOf)).size > DESTINATIONS)
    throw invalidRequest(`A replication configuration can have at most ${DESTINATIONS} unique destinations`);
  registry.settings.replication = rules;
  return { replicationConfiguration: describe(rules) };
};

export const DescribeRegistry: Operation = (_request, { registry }) => ({
  registryId: registry.id,
  replicationConfiguration: describe(registry.settings.replication),
});

export const DescribeImageReplicationStatus: Operation = (request, moment) => {
  const { repository, image, id } = targetImage(request, moment);
  return {
    repositoryName: repository.name,
    imageId: id,
    replicationStatuses: (image.replicas ?? []).map(({ destination, status, failureCode }) => ({
      region: destination.region,
      registryId: destination.registryId,
      status,
      ...(failureCode === undefined ? {} : { failureCode }),
    })),
  };
};
