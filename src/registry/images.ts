import type { Manifest } from './manifest.ts';
import { keepImage, type Image, type Repository } from './state.ts';

/** Puts an image into a repository, without asking whether it may. */
export function addImage(
  repository: Repository,
  parts: {
    readonly digest: string;
    readonly manifestText: string | undefined;
    readonly manifest: Manifest;
    readonly mediaType: string | undefined;
    readonly pushedAt: number;
  },
): Image {
  const { digest, manifest, manifestText, mediaType, pushedAt } = parts;
  const image: Image = {
    digest,
    ...(manifestText === undefined ? {} : { manifest: manifestText }),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(manifest.artifactType === undefined ? {} : { artifactType: manifest.artifactType }),
    ...(manifest.subject === undefined ? {} : { subject: manifest.subject }),
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
    children: manifest.children,
    blobs: (manifest.config === undefined ? manifest.layers : [manifest.config, ...manifest.layers]).map(
      (blob) => blob.digest,
    ),
    tags: new Set(),
    pushedAt,
  };
  keepImage(repository, image);
  return image;
}

export function moveTag(repository: Repository, image: Image, tag: string): void {
  const before = repository.tags.get(tag);
  if (before !== undefined) repository.images.get(before)?.tags.delete(tag);
  repository.tags.set(tag, image.digest);
  image.tags.add(tag);
}
