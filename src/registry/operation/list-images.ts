import type { Json } from '../activity.ts';
import { imageNotFound } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { findImage, repositoryOf } from '../state.ts';
import { touch } from './repository.ts';
import { imageId, list, text } from './request.ts';

export const ListImages: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const ids: Json[] = [];
  for (const image of repository.images.values()) {
    if (image.tags.size === 0) ids.push({ imageDigest: image.digest });
    for (const imageTag of image.tags) ids.push({ imageDigest: image.digest, imageTag });
  }
  return { imageIds: ids };
};

export const DescribeImages: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const wanted =
    request['imageIds'] === undefined
      ? [...repository.images.values()]
      : list(request, 'imageIds').map((value) => {
          const id = imageId(value);
          const image = findImage(repository, id);
          if (image === undefined) throw imageNotFound(id, repository.name, moment.registry.id);
          return image;
        });
  return {
    imageDetails: wanted.map((image) => ({
      registryId: moment.registry.id,
      repositoryName: repository.name,
      imageDigest: image.digest,
      ...(image.tags.size === 0 ? {} : { imageTags: [...image.tags] }),
      imageSizeInBytes: image.blobs.reduce((sum, blob) => sum + (repository.layers.get(blob) ?? 0), 0),
      imagePushedAt: image.pushedAt,
      ...(image.mediaType === undefined ? {} : { imageManifestMediaType: image.mediaType }),
      ...(image.artifactType === undefined ? {} : { artifactMediaType: image.artifactType }),
    })),
  };
};
