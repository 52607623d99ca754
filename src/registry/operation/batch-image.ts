import type { Json, JsonObject } from '../activity.ts';
import { dataKey } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { mediaTypes } from '../media-types.ts';
import { cacheRuleFor, pullThrough } from '../pull-through.ts';
import { followSubject } from '../referrers.ts';
import { findImage, parentsOf, removeImage, statusOf, type Image, type Repository } from '../state.ts';
import { imageIds, presentId, text, type ImageId } from './request.ts';
import { target } from './target.ts';

/** Does something with each image a batch names. What is not there, or refused, is a failure inside the answer, not an error of the call. */
function eachImage(
  request: JsonObject,
  moment: Moment,
  act: (repository: Repository, image: Image, id: ImageId) => readonly JsonObject[] | Failure,
  missing: Failure = NOT_FOUND,
): { readonly done: readonly Json[]; readonly failures: readonly Json[] } {
  const repository = target(request, moment);
  const done: Json[] = [];
  const failures: Json[] = [];
  for (const id of imageIds(request)) {
    const found = lookUp(repository, id, missing);
    const outcome = found instanceof Failure ? found : act(repository, found, id);
    if (outcome instanceof Failure) {
      failures.push({ imageId: presentId(id), failureCode: outcome.code, failureReason: outcome.reason });
    } else done.push(...outcome);
  }
  return { done, failures };
}

/** Why one image of a batch was passed over: code and reason as AWS words them. */
class Failure {
  readonly code: string;
  readonly reason: string;

  constructor(code: string, reason: string) {
    this.code = code;
    this.reason = reason;
  }
}

const NOT_FOUND = new Failure('ImageNotFound', 'Requested image not found');
const DIGEST = /^[a-zA-Z0-9_+.-]+:[a-fA-F0-9]+$/;

function lookUp(repository: Repository, id: ImageId, missing: Failure): Image | Failure {
  if (id.imageDigest === undefined && id.imageTag === undefined) {
    return new Failure('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  }
  if (id.imageDigest !== undefined && !DIGEST.test(id.imageDigest)) {
    return new Failure(
      'InvalidImageDigest',
      "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    );
  }
  const byTag = id.imageTag === undefined ? undefined : repository.tags.get(id.imageTag);
  if (id.imageDigest !== undefined && byTag !== undefined && byTag !== id.imageDigest) {
    return new Failure('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest');
  }
  return findImage(repository, id) ?? missing;
}

export const BatchGetImage: Operation = (request, moment) => {
  const name = text(request, 'repositoryName');
  const rule = cacheRuleFor(moment, name);
  if (rule !== undefined) pullThrough(moment, rule, name, imageIds(request));
  const missing = rule?.failing === undefined ? NOT_FOUND : new Failure(rule.failing.code, rule.failing.reason);
  const { done, failures } = eachImage(request, moment, pulled, missing);
  return { images: done, failures };

  function pulled(repository: Repository, image: Image, { imageTag }: ImageId): readonly JsonObject[] | Failure {
    // "Archived images cannot be pulled. Requests to pull the archived image will fail with a 404 error."
    if (statusOf(image) !== 'ACTIVE') return NOT_FOUND;
    if (notesPulls(moment)) image.lastPulledAt = moment.call.ended;
    dataKey(moment, repository, 'manifest', image.digest, 'Decrypt');
    return [
      {
        registryId: moment.registry.id,
        repositoryName: repository.name,
        imageId: presentId({ imageDigest: image.digest, imageTag }),
        ...(image.manifest === undefined ? {} : { imageManifest: image.manifest }),
        ...(image.mediaType === undefined ? {} : { imageManifestMediaType: image.mediaType }),
      },
    ];
  }
};

/** Who is registered as an exclusion pulls without leaving a time behind; a session of a role counts as the role. */
function notesPulls({ registry, caller }: Moment): boolean {
  const { pullTimeExclusions } = registry.settings;
  if (pullTimeExclusions.size === 0) return true;
  const principal = caller.session?.issuer?.arn ?? caller.arn;
  return principal === undefined || !pullTimeExclusions.has(principal);
}

export const BatchDeleteImage: Operation = (request, moment) => {
  const { done, failures } = eachImage(request, moment, (repository, image, id) => {
    const parents = parentsOf(repository, image.digest);
    const goes = id.imageTag === undefined || image.tags.size === 1;
    return goes && parents.length > 0
      ? new Failure(
          'ImageReferencedByManifestList',
          `Requested image referenced by manifest list: [${parents.join(', ')}]`,
        )
      : deleteImage(repository, image, id, moment);
  });
  return { imageIds: done, failures };
};

/** By digest the image goes with all its tags; by tag only the tag goes, unless it was the last (BatchDeleteImage, API reference). */
function deleteImage(repository: Repository, image: Image, id: ImageId, moment: Moment): readonly JsonObject[] {
  const { options, call } = moment;
  const change = {
    kind: image.subject === undefined ? ('image-deleted' as const) : ('referrer-deleted' as const),
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
  followSubject(moment, repository, image.digest, 'expire');
  if (tags.length === 0 || (tags.length > 1 && !options.deleteEventPerTag)) call.changes.push(change);
  else call.changes.push(...tags.map((tag) => ({ ...change, tag })));
  return tags.length === 0
    ? [{ imageDigest: image.digest }]
    : tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }));
}
