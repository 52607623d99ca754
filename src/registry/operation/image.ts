import type { Change, Json, JsonObject } from '../activity.ts';
import { EcrFailure, imageNotFound } from '../failure.ts';
import { dataKey } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { readManifest, sha256, type Manifest } from '../manifest.ts';
import { isScannable, startScan } from '../scanning.ts';
import { findImage, parentsOf, removeImage, repositoryOf, type Image, type Repository } from '../state.ts';
import { imageIds, list, imageId, optionalText, presentId, text, type ImageId } from './request.ts';
import { touch } from './repository.ts';

const NO_MANIFEST: Manifest = { layers: [], children: [] };

/** What the manifest names must be there before it. */
function checkReferences(repository: Repository, manifest: Manifest, registryId: string): void {
  const named = `in the repository with name '${repository.name}' in the registry with id '${registryId}'`;
  const blobs = manifest.config === undefined ? manifest.layers : [manifest.config, ...manifest.layers];
  const missing = blobs.filter((blob) => !repository.layers.has(blob.digest)).map((blob) => blob.digest);
  if (missing.length > 0)
    throw new EcrFailure(
      'LayersNotFoundException',
      `Layers with digests '[${missing.join(', ')}]' required for pushing image do not exist ${named}`,
    );
  const children = manifest.children
    .filter((child) => !repository.images.has(child.digest))
    .map((child) => child.digest);
  if (children.length > 0)
    throw new EcrFailure(
      'ReferencedImagesNotFoundException',
      `Images with digests '[${children.join(', ')}]' required for pushing image into repository with name '${repository.name}' in the registry with id '${registryId}' do not exist`,
    );
}

/** A pushed tag that stands already: unchanged, refused by immutability, or free to move. */
function checkTag(repository: Repository, digest: string, tag: string | undefined, registryId: string): void {
  const standing = tag === undefined ? undefined : repository.tags.get(tag);
  const unchanged = tag === undefined ? repository.images.has(digest) : standing === digest;
  if (unchanged) {
    const which =
      tag === undefined ? `Image with digest '${digest}'` : `Image with digest '${digest}' and tag '${tag}'`;
    throw new EcrFailure(
      'ImageAlreadyExistsException',
      `${which} already exists in the repository with name '${repository.name}' in registry with id '${registryId}'`,
    );
  }
  if (standing !== undefined && repository.tagMutability === 'IMMUTABLE') {
    // The wording since mutability has exclusion filters (facts 2.4).
    throw new EcrFailure(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
}

export const PutImage: Operation = (request, moment) => {
  const { registry, options } = moment;
  const repository = repositoryOf(registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const tag = optionalText(request, 'imageTag');
  const manifestText = optionalText(request, 'imageManifest');
  const claimed = optionalText(request, 'imageDigest');
  // An image that the scenario declares by its digest alone has no manifest to hash.
  const digest = manifestText === undefined ? (claimed ?? text(request, 'imageManifest')) : sha256(manifestText);
  if (claimed !== undefined && claimed !== digest)
    throw new EcrFailure(
      'ImageDigestDoesNotMatchException',
      `The specified image digest '${claimed}' does not match the digest '${digest}' that Amazon ECR calculated for the image`,
    );
  const manifest = manifestText === undefined ? NO_MANIFEST : readManifest(manifestText);
  if (manifest === undefined)
    throw new EcrFailure(
      'InvalidParameterException',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
  checkTag(repository, digest, tag, registry.id);
  const known = repository.images.get(digest);
  if (known === undefined) checkReferences(repository, manifest, registry.id);

  const mediaType = optionalText(request, 'imageManifestMediaType') ?? manifest.mediaType;
  const image =
    known ?? addImage(repository, { digest, manifestText, manifest, mediaType, pushedAt: moment.call.ended });
  if (tag !== undefined) moveTag(repository, image, tag);
  if (known === undefined) {
    dataKey(moment, repository, 'manifest', digest, 'GenerateDataKey');
    if (repository.scanOnPush && isScannable(image))
      startScan(registry, repository, image, moment.call.ended, moment.random);
  }
  moment.call.changes.push({
    kind: 'image-pushed',
    repository: repository.name,
    digest,
    ...(tag === undefined ? {} : { tag }),
    ...mediaTypes(image, options.pushEventMediaTypes),
  });
  return {
    image: {
      registryId: registry.id,
      repositoryName: repository.name,
      imageId: presentId({ imageDigest: digest, imageTag: tag }),
      ...(manifestText === undefined ? {} : { imageManifest: manifestText }),
      ...(mediaType === undefined ? {} : { imageManifestMediaType: mediaType }),
    },
  };
};

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
    children: manifest.children,
    blobs: (manifest.config === undefined ? manifest.layers : [manifest.config, ...manifest.layers]).map(
      (blob) => blob.digest,
    ),
    tags: new Set(),
    pushedAt,
  };
  repository.images.set(digest, image);
  return image;
}

export function moveTag(repository: Repository, image: Image, tag: string): void {
  const before = repository.tags.get(tag);
  if (before !== undefined) repository.images.get(before)?.tags.delete(tag);
  repository.tags.set(tag, image.digest);
  image.tags.add(tag);
}

function mediaTypes(
  image: Image,
  wanted: boolean,
): Pick<Change & { kind: 'image-pushed' }, 'mediaType' | 'artifactType'> {
  if (!wanted) return {};
  return {
    ...(image.mediaType === undefined ? {} : { mediaType: image.mediaType }),
    ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
  };
}

/** What is not there is a failure inside the answer, not an error of the call. */
function failureOf(repository: Repository, id: ImageId): JsonObject | undefined {
  const failure = (failureCode: string, failureReason: string) => ({
    imageId: presentId(id),
    failureCode,
    failureReason,
  });
  if (id.imageDigest === undefined && id.imageTag === undefined)
    return failure('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  const byTag = id.imageTag === undefined ? undefined : repository.tags.get(id.imageTag);
  if (id.imageTag !== undefined && id.imageDigest !== undefined && byTag !== undefined && byTag !== id.imageDigest) {
    return failure('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest');
  }
  return findImage(repository, id) === undefined ? failure('ImageNotFound', 'Requested image not found') : undefined;
}

export const BatchGetImage: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const images: Json[] = [];
  const failures: Json[] = [];
  for (const id of imageIds(request)) {
    const failure = failureOf(repository, id);
    const image = failure === undefined ? findImage(repository, id) : undefined;
    if (image === undefined) {
      failures.push(failure ?? {});
      continue;
    }
    dataKey(moment, repository, 'manifest', image.digest, 'Decrypt');
    images.push({
      registryId: moment.registry.id,
      repositoryName: repository.name,
      imageId: presentId({ imageDigest: image.digest, imageTag: id.imageTag }),
      ...(image.manifest === undefined ? {} : { imageManifest: image.manifest }),
      ...(image.mediaType === undefined ? {} : { imageManifestMediaType: image.mediaType }),
    });
  }
  return { images, failures };
};

export const BatchDeleteImage: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const deleted: Json[] = [];
  const failures: Json[] = [];
  for (const id of imageIds(request)) {
    const failure = failureOf(repository, id);
    const image = failure === undefined ? findImage(repository, id) : undefined;
    if (image === undefined) {
      failures.push(failure ?? {});
      continue;
    }
    const parents = parentsOf(repository, image.digest);
    const lastReference = id.imageTag === undefined || image.tags.size === 1;
    if (lastReference && parents.length > 0) {
      failures.push({
        imageId: presentId(id),
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${parents.join(', ')}]`,
      });
      continue;
    }
    deleted.push(...deleteImage(repository, image, id, moment));
  }
  return { imageIds: deleted, failures };
};

/** By digest the image goes with all its tags; by tag only the tag goes, unless it was the last (BatchDeleteImage, API reference). */
function deleteImage(repository: Repository, image: Image, id: ImageId, moment: Moment): readonly JsonObject[] {
  const { options, call } = moment;
  const change = {
    kind: 'image-deleted' as const,
    repository: repository.name,
    digest: image.digest,
    ...mediaTypes(image, options.pushEventMediaTypes),
  };
  if (id.imageTag !== undefined && image.tags.size > 1) {
    image.tags.delete(id.imageTag);
    repository.tags.delete(id.imageTag);
    if (options.untaggingEmitsDelete) call.changes.push({ ...change, tag: id.imageTag });
    return [{ imageDigest: image.digest, imageTag: id.imageTag }];
  }
  const tags = [...image.tags];
  removeImage(repository, image);
  if (tags.length === 0 || (tags.length > 1 && !options.deleteEventPerTag)) call.changes.push(change);
  else call.changes.push(...tags.map((tag) => ({ ...change, tag })));
  return tags.length === 0
    ? [{ imageDigest: image.digest }]
    : tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }));
}

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
