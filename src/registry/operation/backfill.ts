import type { JsonObject } from '../activity.ts';
import { runBackfill, stopBackfill } from '../backfill.ts';
import { EcrFailure, invalidRequest } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import { placeOf } from '../replicate.ts';
import type { Backfill } from '../settings.ts';
import { page } from './page.ts';
import { readDestination } from './replication.ts';
import { optionalText, text } from './request.ts';
import { ownRegistry } from './target.ts';

/** How many can be under way at once in a registry (API reference, StartReplicationBackfill). */
const AT_ONCE = 10;
const UNDER_WAY: readonly Backfill['status'][] = ['PREPARING', 'IN_PROGRESS', 'STOPPING'];

function existing(request: JsonObject, moment: Moment): Backfill {
  ownRegistry(request, moment);
  const id = text(request, 'replicationBackfillId');
  const backfill = moment.registry.settings.backfills.get(id);
  if (backfill === undefined)
    throw new EcrFailure(
      'ReplicationBackfillNotFoundException',
      `The replication backfill with id '${id}' does not exist in the registry with id '${moment.registry.id}'`,
    );
  return backfill;
}

function begun({ id, destination, status, startedAt }: Backfill, registryId: string): JsonObject {
  return { replicationBackfillId: id, registryId, destination: { ...destination }, status, startedAt };
}

function progress({ total, results }: Backfill): JsonObject {
  const failures = results.flatMap(({ failureCode }) => failureCode ?? []);
  return {
    totalReplicationCount: total,
    completedReplicationCount: results.length - failures.length,
    failedReplicationCount: failures.length,
    failureCodes: [...new Set(failures)],
  };
}

export const StartReplicationBackfill: Operation = (request, moment) => {
  ownRegistry(request, moment);
  const { registry, call, random } = moment;
  const { backfills, replication } = registry.settings;
  const destination = readDestination(request['destination']);
  const configured = replication.flatMap((rule) => rule.destinations).map(placeOf);
  if (!configured.includes(placeOf(destination)))
    throw invalidRequest(
      `The destination with region '${destination.region}' and registry id '${destination.registryId}' is not part of the replication configuration of the registry with id '${registry.id}'`,
    );
  const underWay = [...backfills.values()].filter(({ status }) => UNDER_WAY.includes(status));
  if (underWay.some((other) => other.destination.region === destination.region))
    throw new EcrFailure(
      'ReplicationBackfillInProgressException',
      `A replication backfill to the region '${destination.region}' is already in progress`,
    );
  if (underWay.length >= AT_ONCE)
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum number of replication backfills in progress (${AT_ONCE}) in the registry with id '${registry.id}' has been reached`,
    );
  const backfill: Backfill = {
    id: random.uuid(),
    destination,
    startedAt: call.ended,
    status: 'PREPARING',
    total: 0,
    results: [],
  };
  backfills.set(backfill.id, backfill);
  runBackfill(registry, backfill, call.ended);
  return begun(backfill, registry.id);
};

export const StopReplicationBackfill: Operation = (request, moment) => {
  const backfill = existing(request, moment);
  if (backfill.status !== 'PREPARING' && backfill.status !== 'IN_PROGRESS')
    throw new EcrFailure(
      'ReplicationBackfillInvalidStatusException',
      `The replication backfill with id '${backfill.id}' cannot be stopped because its status is ${backfill.status}`,
    );
  stopBackfill(moment.registry, backfill, moment.call.ended);
  return begun(backfill, moment.registry.id);
};

export const ListReplicationBackfills: Operation = (request, moment) => {
  ownRegistry(request, moment);
  const { registry } = moment;
  // The newest first.
  const { items, next } = page(request, [...registry.settings.backfills.values()].toReversed(), 50);
  return {
    registryId: registry.id,
    backfills: items.map((backfill) => {
      const { id, destination, status, startedAt, endedAt } = backfill;
      return {
        replicationBackfillId: id,
        destination: { ...destination },
        status,
        progress: progress(backfill),
        startedAt,
        ...(endedAt === undefined ? {} : { endedAt }),
      };
    }),
    ...next,
  };
};

export const DescribeReplicationBackfillResults: Operation = (request, moment) => {
  const backfill = existing(request, moment);
  const wanted = optionalText(request, 'resultStatusFilter');
  // Results of the images are told once it has ended.
  const told = UNDER_WAY.includes(backfill.status)
    ? []
    : backfill.results.filter(({ status }) => wanted === undefined || status === wanted);
  const { items, next } = page(request, told, 100);
  const { id, destination, status, startedAt, endedAt } = backfill;
  return {
    registryId: moment.registry.id,
    replicationBackfillId: id,
    destination: { ...destination },
    status,
    progress: progress(backfill),
    results: items.map(({ repositoryName, imageDigest, status: result, failureCode }) => ({
      repositoryName,
      imageId: { imageDigest },
      status: result,
      ...(failureCode === undefined ? {} : { failureCode }),
    })),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...next,
  };
};
