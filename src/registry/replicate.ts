import type { Random } from '../random.ts';
import type { Ledger } from './ledger.ts';
import { repositoryArn } from './operation/repository.ts';
import type { Destination, Replica, ReplicationRule } from './settings.ts';
import type { Image, Registry, Repository } from './state.ts';

/** The destinations of a repository, each once, in the order of the rules. */
export function destinationsOf(rules: readonly ReplicationRule[], repositoryName: string): readonly Destination[] {
  const found = new Map<string, Destination>();
  for (const { destinations, prefixes } of rules) {
    if (prefixes.length > 0 && !prefixes.some((prefix) => repositoryName.startsWith(prefix))) continue;
    for (const destination of destinations) found.set(placeOf(destination), destination);
  }
  return [...found.values()];
}

export function placeOf({ registryId, region }: Destination): string {
  return `${registryId}/${region}`;
}

/** Sends an image on its way to every destination of its repository; it arrives some seconds later. */
export function replicate(
  { registry, random }: { readonly registry: Registry; readonly random: Random },
  repository: Repository,
  image: Image,
  tag: string | undefined,
  seconds: number,
  from: number,
): void {
  for (const destination of destinationsOf(registry.settings.replication, repository.name)) {
    const replica: Replica = { destination, status: 'IN_PROGRESS' };
    image.replicas = [
      ...(image.replicas ?? []).filter((other) => placeOf(other.destination) !== placeOf(destination)),
      replica,
    ];
    registry.agenda.add({
      at: from + Math.round(seconds * 1000 * (0.8 + 0.6 * random())),
      awaited: true,
      run: (ledger) => {
        arrive(ledger, repository, image, tag, replica);
      },
    });
  }
}

/** An image arrives, or is turned away: told of where it arrives. The first of a repository makes the repository there. */
export function arrive(
  ledger: Ledger,
  repository: Repository,
  image: Image,
  tag: string | undefined,
  replica: Replica,
): void {
  const { registry } = ledger;
  const { destination } = replica;
  const elsewhere = { account: destination.registryId, region: destination.region };
  const there = {
    name: repository.name,
    arn: repositoryArn({ id: destination.registryId, region: destination.region }, repository.name),
  };
  const failureCode = registry.settings.refusingDestinations.get(placeOf(destination));
  replica.status = failureCode === undefined ? 'COMPLETE' : 'FAILED';
  if (failureCode !== undefined) replica.failureCode = failureCode;
  const key = `${placeOf(destination)}/${repository.name}`;
  if (failureCode === undefined && !registry.elsewhere.has(key)) {
    registry.elsewhere.add(key);
    ledger.action('service-create-repository', there, [], undefined, { reason: 'REPLICATION', elsewhere });
  }
  ledger.action(
    'replication',
    there,
    [
      {
        kind: 'image-replicated',
        repository: repository.name,
        digest: image.digest,
        ...(tag === undefined ? {} : { tag }),
        result: failureCode === undefined ? 'SUCCESS' : 'FAILED',
        sourceAccount: registry.id,
        sourceRegion: registry.region,
        destination: elsewhere,
      },
    ],
    undefined,
    { elsewhere },
  );
}
