import { statusOf, type Repository } from './state.ts';

/** It is worth looking only where there are far more layers than images have. */
const LAYERS_AN_IMAGE = 8;

/** Layers that no image names any more are cleaned up at some time (LayerInaccessibleException, API reference). Those just uploaded wait for their image. */
export function dropUnusedLayers(repository: Repository): void {
  if (repository.layers.size < LAYERS_AN_IMAGE * repository.images.size) return;
  const used = new Set<string>();
  for (const { blobs } of repository.images.values()) for (const blob of blobs) used.add(blob);
  for (const digest of repository.layers.keys()) if (!used.has(digest)) repository.layers.delete(digest);
}

/** Whether a layer can be had, or lies in the archive with every image that names it. */
export function availabilityOf(repository: Repository, digest: string): 'AVAILABLE' | 'UNAVAILABLE' | 'ARCHIVED' {
  if (!repository.layers.has(digest)) return 'UNAVAILABLE';
  if (repository.hasArchive !== true) return 'AVAILABLE';
  let archived = false;
  for (const image of repository.images.values()) {
    if (image.storage === undefined || statusOf(image) === 'ACTIVE') continue;
    archived ||= image.blobs.includes(digest);
  }
  if (!archived) return 'AVAILABLE';
  for (const image of repository.images.values())
    if (statusOf(image) === 'ACTIVE' && image.blobs.includes(digest)) return 'AVAILABLE';
  return 'ARCHIVED';
}
