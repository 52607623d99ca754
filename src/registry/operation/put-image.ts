import type { JsonObject } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import { addImage, moveTag } from '../images.ts';
import { dataKey } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { readManifest, sha256, type Manifest } from '../manifest.ts';
import { mediaTypes } from '../media-types.ts';
import { isImmutable } from '../mutability.ts';
import { checkName, checkTagName } from '../names.ts';
import { replicate } from '../replicate.ts';
import { isScannable, scanFrequencyOf, startScan } from '../scanning.ts';
import { sign } from '../signing.ts';
import { statusOf, type Image, type Repository } from '../state.ts';
import { restored } from '../storage-class.ts';
import { makeByItself, templateFor } from '../template.ts';
import { optionalText, presentId, text } from './request.ts';
import { moved } from './storage-class.ts';
import { target } from './target.ts';

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
  const known = repository.images.get(digest);
  const unchanged = tag === undefined ? known !== undefined : standing === digest;
  // What lies in the archive is restored by pushing it again.
  if (unchanged && (known === undefined || statusOf(known) === 'ACTIVE')) {
    const which =
      tag === undefined ? `Image with digest '${digest}'` : `Image with digest '${digest}' and tag '${tag}'`;
    throw new EcrFailure(
      'ImageAlreadyExistsException',
      `${which} already exists in the repository with name '${repository.name}' in registry with id '${registryId}'`,
    );
  }
  if (tag !== undefined && standing !== undefined && standing !== digest && isImmutable(repository.mutability, tag)) {
    // The wording since mutability has exclusion filters (facts 2.4).
    throw new EcrFailure(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
}

/** Service quotas "Images per repository" and "Tags per image". */
const IMAGES = 100_000;
const TAGS = 1_000;

function checkQuotas(repository: Repository, known: Image | undefined, tag: string | undefined): void {
  const inRepository = `in the repository with name '${repository.name}'`;
  if (known === undefined && repository.images.size >= IMAGES)
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum number of images (${IMAGES}) ${inRepository} has been reached`,
    );
  if (tag !== undefined && known !== undefined && known.tags.size >= TAGS && !known.tags.has(tag))
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum number of tags (${TAGS}) of the image with digest '${known.digest}' ${inRepository} has been reached`,
    );
}

/** What is pushed where there is no repository makes one, if a template is for that. */
export function targetOfPush(request: JsonObject, moment: Moment): Repository {
  const { registry } = moment;
  const name = text(request, 'repositoryName');
  const isHere = (optionalText(request, 'registryId') ?? registry.id) === registry.id;
  if (registry.settings.templates.size > 0 && isHere && !registry.repositories.has(name)) {
    checkName(name);
    if (templateFor(registry, name, 'CREATE_ON_PUSH') !== undefined) makeByItself(moment, name, 'CREATE_ON_PUSH');
  }
  return target(request, moment);
}

export const PutImage: Operation = (request, moment) => {
  const { registry, options, call } = moment;
  const repository = targetOfPush(request, moment);
  const tag = optionalText(request, 'imageTag');
  const manifestText = optionalText(request, 'imageManifest');
  const claimed = optionalText(request, 'imageDigest');
  if (tag !== undefined) checkTagName(tag);
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
  checkQuotas(repository, known, tag);
  if (known === undefined) checkReferences(repository, manifest, registry.id);

  const mediaType = optionalText(request, 'imageManifestMediaType') ?? manifest.mediaType;
  const image = known ?? addImage(repository, { digest, manifestText, manifest, mediaType, pushedAt: call.ended });
  if (tag !== undefined) moveTag(repository, image, tag);
  if (known === undefined) {
    dataKey(moment, repository, 'manifest', digest, 'GenerateDataKey');
    beginToScan(moment, repository, image);
  } else if (statusOf(known) !== 'ACTIVE') {
    restored(known, call.ended);
    call.changes.push(moved(repository, known, 'STANDARD'));
  }
  call.changes.push({
    kind: image.subject === undefined ? 'image-pushed' : 'referrer-pushed',
    repository: repository.name,
    digest,
    ...(tag === undefined ? {} : { tag }),
    ...mediaTypes(image, options.pushEventMediaTypes),
  });
  if (known === undefined) sign(moment, repository, image);
  replicate(moment, repository, image, tag, options.replicationSeconds, call.ended);
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

function beginToScan(moment: Moment, repository: Repository, image: Image): void {
  const { registry, call, random } = moment;
  const scanned =
    registry.settings.scanRules.length === 0 && registry.settings.scanType === 'BASIC'
      ? repository.scanOnPush
      : scanFrequencyOf(registry, repository).frequency !== 'MANUAL';
  if (scanned && isScannable(image)) startScan(registry, repository, image, call.ended, random);
}
