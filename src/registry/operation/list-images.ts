import type { Json, JsonObject } from '../activity.ts';
import { imageNotFound, invalidParameter } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { findImage, statusOf, type Image, type Repository } from '../state.ts';
import { scanTimes } from './scan.ts';
import { page } from './page.ts';
import { imageIds, optionalObject, optionalText } from './request.ts';
import { target } from './target.ts';

/** Which images a filter means. Without a status it means those that can be pulled (API reference, DescribeImagesFilter). */
function filtered(request: JsonObject, repository: Repository): readonly Image[] {
  const filter = optionalObject(request, 'filter') ?? {};
  const status = optionalText(filter, 'imageStatus') ?? 'ACTIVE';
  const tagStatus = optionalText(filter, 'tagStatus') ?? 'ANY';
  const all = [...repository.images.values()];
  if (status === 'ANY' && tagStatus === 'ANY') return all;
  return all.filter(
    (image) =>
      (status === 'ANY' || statusOf(image) === status) &&
      (tagStatus === 'ANY' || (tagStatus === 'TAGGED') === image.tags.size > 0),
  );
}

export const ListImages: Operation = (request, moment) => {
  const repository = target(request, moment);
  const ids: Json[] = [];
  for (const { digest, tags } of filtered(request, repository)) {
    if (tags.size === 0) ids.push({ imageDigest: digest });
    for (const imageTag of tags) ids.push({ imageDigest: digest, imageTag });
  }
  const { items, next } = page(request, ids, 100);
  return { imageIds: items, ...next };
};

export const DescribeImages: Operation = (request, moment) => {
  const repository = target(request, moment);
  const { registry } = moment;
  if (request['imageIds'] !== undefined) {
    if (request['maxResults'] !== undefined || request['nextToken'] !== undefined)
      throw invalidParameter('maxResults', 'cannot be used when images are specified with imageIds');
    const named = imageIds(request).map((id) => {
      const image = findImage(repository, id);
      if (image === undefined) throw imageNotFound(id, repository.name, registry.id);
      return describe(image, repository, registry.id);
    });
    return { imageDetails: named };
  }
  const { items, next } = page(request, filtered(request, repository), 100);
  return { imageDetails: items.map((image) => describe(image, repository, registry.id)), ...next };
};

function sizeOf(image: Image, repository: Repository): number {
  // "If the image is a manifest list, this will be the max size of all manifests in the list."
  if (image.children.length > 0)
    return Math.max(
      ...image.children.map(({ digest }) => {
        const child = repository.images.get(digest);
        return child === undefined ? 0 : sizeOf(child, repository);
      }),
    );
  return image.blobs.reduce((sum, blob) => sum + (repository.layers.get(blob) ?? 0), 0);
}

function describe(image: Image, repository: Repository, registryId: string): JsonObject {
  const { digest, tags, pushedAt, scan, mediaType, artifactType, lastPulledAt, subject, storage } = image;
  return {
    registryId,
    repositoryName: repository.name,
    imageDigest: digest,
    ...(tags.size === 0 ? {} : { imageTags: [...tags] }),
    imageSizeInBytes: sizeOf(image, repository),
    imagePushedAt: pushedAt,
    ...(scan === undefined ? {} : { imageScanStatus: { status: scan.status } }),
    ...(scan?.status === 'COMPLETE' && scan.counts !== undefined
      ? { imageScanFindingsSummary: { ...scanTimes(scan), findingSeverityCounts: { ...scan.counts } } }
      : {}),
    ...(mediaType === undefined ? {} : { imageManifestMediaType: mediaType }),
    ...(artifactType === undefined ? {} : { artifactMediaType: artifactType }),
    ...(lastPulledAt === undefined ? {} : { lastRecordedPullTime: lastPulledAt }),
    ...(subject === undefined ? {} : { subjectManifestDigest: subject }),
    imageStatus: statusOf(image),
    ...(storage?.archivedAt === undefined ? {} : { lastArchivedAt: storage.archivedAt }),
    ...(storage?.activatedAt === undefined ? {} : { lastActivatedAt: storage.activatedAt }),
  };
}
