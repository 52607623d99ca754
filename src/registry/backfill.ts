import type { Instant } from '../clock.ts';
import type { Ledger } from './ledger.ts';
import { arrive, destinationsOf, placeOf } from './replicate.ts';
import type { Backfill, Replica } from './settings.ts';
import type { Image, Registry, Repository } from './state.ts';

/** ECR first looks for the images that qualify, then sends one after the other. */
const PREPARES_FOR = 30_000;
const AN_IMAGE = 2_000;

/** Lets a backfill run its course: what is there and not yet replicated goes to its destination, unless it is stopped. */
export function runBackfill(registry: Registry, backfill: Backfill, from: Instant): void {
  at(registry, from + PREPARES_FOR, () => {
    if (backfill.status !== 'PREPARING') return;
    const waiting = qualifying(registry, backfill);
    backfill.status = 'IN_PROGRESS';
    backfill.total = waiting.length;
    next(registry, backfill, waiting, from + PREPARES_FOR);
  });
}

function next(
  registry: Registry,
  backfill: Backfill,
  waiting: { repository: Repository; image: Image }[],
  now: Instant,
): void {
  at(registry, now + AN_IMAGE, (ledger) => {
    if (backfill.status !== 'IN_PROGRESS') return;
    const first = waiting.shift();
    if (first === undefined) {
      const failed = backfill.results.filter(({ status }) => status === 'FAILED').length;
      // "Automatically fails if 50% or more of the images fail" (user guide, "Replication backfill").
      backfill.status = failed > 0 && failed * 2 >= backfill.total ? 'FAILED' : 'COMPLETE';
      backfill.endedAt = now + AN_IMAGE;
      return;
    }
    send(ledger, backfill, first);
    next(registry, backfill, waiting, now + AN_IMAGE);
  });
}

function send(ledger: Ledger, backfill: Backfill, { repository, image }: { repository: Repository; image: Image }) {
  const replica: Replica = { destination: backfill.destination, status: 'IN_PROGRESS' };
  image.replicas = [...(image.replicas ?? []), replica];
  for (const tag of image.tags.size === 0 ? [undefined] : image.tags) arrive(ledger, repository, image, tag, replica);
  backfill.results.push({
    repositoryName: repository.name,
    imageDigest: image.digest,
    status: replica.failureCode === undefined ? 'COMPLETE' : 'FAILED',
    ...(replica.failureCode === undefined ? {} : { failureCode: replica.failureCode }),
  });
}

/** Stops it a little later: what is on its way still arrives. */
export function stopBackfill(registry: Registry, backfill: Backfill, from: Instant): void {
  backfill.status = 'STOPPING';
  at(registry, from + AN_IMAGE, () => {
    backfill.status = 'STOPPED';
    backfill.endedAt = from + AN_IMAGE;
  });
}

function at(registry: Registry, instant: Instant, run: (ledger: Ledger) => void): void {
  registry.agenda.add({ at: instant, awaited: true, run });
}

function qualifying(registry: Registry, { destination }: Backfill): { repository: Repository; image: Image }[] {
  const place = placeOf(destination);
  return [...registry.repositories.values()]
    .filter(({ name }) => destinationsOf(registry.settings.replication, name).some((each) => placeOf(each) === place))
    .flatMap((repository) =>
      [...repository.images.values()]
        .filter(
          ({ replicas = [] }) =>
            !replicas.some((replica) => placeOf(replica.destination) === place && replica.status !== 'FAILED'),
        )
        .map((image) => ({ repository, image })),
    );
}
