import type { Change } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import { dataKey } from '../kms.ts';
import type { Operation } from '../ledger.ts';
import { readManifest, sha256, type Manifest } from '../manifest.ts';
import { isScannable, startScan } from '../scanning.ts';
import { repositoryOf, type Image, type Repository } from '../state.ts';
import { optionalText, presentId, text } from './request.ts';
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

/** The media types of an image, for the events that carry them (option pushEventMediaTypes). */
export function mediaTypes(
  image: Image,
  wanted: boolean,
): Pick<Change & { kind: 'image-pushed' }, 'mediaType' | 'artifactType'> {
  if (!wanted) return {};
  return {
    ...(image.mediaType === undefined ? {} : { mediaType: image.mediaType }),
    ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
  };
}
