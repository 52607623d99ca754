import type { Instant } from '../clock.ts';
import type { Image, Repository } from './state.ts';

/** Moves an image to the archive. */
export function archive(repository: Repository, image: Image, at: Instant): void {
  repository.hasArchive = true;
  image.storage = { ...image.storage, status: 'ARCHIVED', archivedAt: at };
}

/** Begins to restore an image from the archive. */
export function beginToRestore(image: Image): void {
  image.storage = { ...image.storage, status: 'ACTIVATING' };
}

/** Ends it: the image can be pulled again. */
export function restored(image: Image, at: Instant): void {
  image.storage = { ...image.storage, status: 'ACTIVE', activatedAt: at };
}
