import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Change } from './activity.ts';
import type { Ledger } from './ledger.ts';
import { mediaTypes } from './media-types.ts';
import { removeImage, stands, statusOf, type Image, type Registry, type Repository } from './state.ts';
import { archive } from './storage-class.ts';

/** "Within 24 hours" of what became of its subject (user guide, "Lifecycle policies"). */
const FOLLOWS_WITHIN = 24 * 3_600_000;

/** Where and when something begins that ends later. */
export interface Beginning {
  readonly registry: Registry;
  readonly random: Random;
  readonly at: Instant;
}

/** What refers to an image follows it, some hours later, to the archive or away. Only if time passes: nobody waits for it. */
export function followSubject(
  { registry, random, at }: Beginning,
  repository: Repository,
  subject: string,
  what: 'expire' | 'archive',
): void {
  if (!repository.referrers.has(subject)) return;
  registry.agenda.add({
    at: at + Math.round(FOLLOWS_WITHIN * (0.25 + 0.5 * random())),
    awaited: false,
    run: (ledger) => {
      // Deleted as a whole, pushed anew or restored in the meantime.
      if (!stands(ledger.registry, repository)) return;
      const image = repository.images.get(subject);
      if (what === 'expire' ? image !== undefined : image !== undefined && statusOf(image) !== 'ARCHIVED') return;
      const changes: Change[] = [];
      for (const digest of repository.referrers.get(subject) ?? []) {
        const referrer = repository.images.get(digest);
        if (referrer !== undefined) changes.push(...follow(ledger, repository, referrer, what));
      }
      if (changes.length > 0) ledger.action('transition', repository, changes);
    },
  });
}

function follow(ledger: Ledger, repository: Repository, image: Image, what: 'expire' | 'archive'): readonly Change[] {
  const { digest } = image;
  const tags = [...image.tags];
  if (what === 'archive') {
    archive(repository, image, ledger.now);
    const types = mediaTypes(image, true);
    return [
      {
        kind: 'image-storage-class-changed',
        repository: repository.name,
        digest,
        tags,
        storageClass: 'ARCHIVE',
        ...types,
        isReferrer: true,
      },
    ];
  }
  removeImage(repository, image);
  followSubject({ registry: ledger.registry, random: ledger.random, at: ledger.now }, repository, digest, what);
  const { pushEventMediaTypes } = ledger.options;
  return [{ kind: 'referrer-deleted', repository: repository.name, digest, ...mediaTypes(image, pushEventMediaTypes) }];
}
