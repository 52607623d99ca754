import type { Change } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import { mediaTypes } from '../media-types.ts';
import { followSubject } from '../referrers.ts';
import { parentsOf, stands, statusOf, type Image, type Repository } from '../state.ts';
import { archive, beginToRestore, restored } from '../storage-class.ts';
import { text } from './request.ts';
import { about, targetImage } from './target.ts';

function unsupported(image: Image, why: string): EcrFailure {
  return new EcrFailure(
    'ImageStorageClassUpdateNotSupportedException',
    `The storage class of the image with digest '${image.digest}' cannot be updated: ${why}`,
  );
}

/** The event of a move. */
export function moved(repository: Repository, image: Image, storageClass: 'ARCHIVE' | 'STANDARD'): Change {
  const activatedAt = image.storage?.activatedAt;
  return {
    kind: 'image-storage-class-changed',
    repository: repository.name,
    digest: image.digest,
    tags: [...image.tags],
    storageClass,
    ...mediaTypes(image, true),
    ...(storageClass === 'STANDARD' && activatedAt !== undefined ? { lastActivatedAt: activatedAt } : {}),
    isReferrer: image.subject !== undefined,
  };
}

export const UpdateImageStorageClass: Operation = (request, moment) => {
  const { repository, image, id } = targetImage(request, moment);
  const wanted = text(request, 'targetStorageClass');
  if (wanted === 'ARCHIVE') putAway(moment, repository, image);
  else if (wanted === 'STANDARD') fetch(moment, repository, image);
  else throw invalidParameter('targetStorageClass', 'Member must satisfy enum value set: [STANDARD, ARCHIVE]');
  return {
    ...about(moment, repository),
    imageId: id,
    imageStatus: statusOf(image),
  };
};

function putAway(moment: Moment, repository: Repository, image: Image): void {
  if (statusOf(image) !== 'ACTIVE') throw unsupported(image, `its status is ${statusOf(image)}`);
  const parents = parentsOf(repository, image.digest);
  if (parents.length > 0) throw unsupported(image, `it is referenced by manifest list: [${parents.join(', ')}]`);
  archive(repository, image, moment.call.ended);
  moment.call.changes.push(moved(repository, image, 'ARCHIVE'));
  followSubject(moment, repository, image.digest, 'archive');
}

/** Takes minutes; the event tells when the image can be pulled again. */
function fetch(moment: Moment, repository: Repository, image: Image): void {
  if (statusOf(image) !== 'ARCHIVED') throw unsupported(image, `its status is ${statusOf(image)}`);
  beginToRestore(image);
  moment.registry.agenda.add({
    at: moment.call.ended + moment.options.restoreMinutes * 60_000,
    awaited: true,
    run: (ledger) => {
      if (!stands(ledger.registry, repository)) return;
      if (repository.images.get(image.digest) !== image || statusOf(image) !== 'ACTIVATING') return;
      restored(image, ledger.now);
      ledger.action('transition', repository, [moved(repository, image, 'STANDARD')]);
    },
  });
}
