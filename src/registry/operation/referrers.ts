import type { JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { cacheRuleFor } from '../pull-through.ts';
import { statusOf, type Image } from '../state.ts';
import { page } from './page.ts';
import { optionalObject, optionalText, text, texts } from './request.ts';
import { target } from './target.ts';

function describe(image: Image): JsonObject {
  return {
    digest: image.digest,
    mediaType: image.mediaType ?? 'application/vnd.oci.image.manifest.v1+json',
    ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
    size: image.manifest?.length ?? 0,
    ...(image.annotations === undefined ? {} : { annotations: { ...image.annotations } }),
    artifactStatus: statusOf(image),
  };
}

/** What refers to an image. The image itself need not be here: what refers to it may come first. */
export const ListImageReferrers: Operation = (request, moment) => {
  const repository = target(request, moment);
  const failing = cacheRuleFor(moment, repository.name)?.failing;
  if (failing !== undefined) throw new EcrFailure('UnableToListUpstreamImageReferrersException', failing.reason);
  const subject = optionalObject(request, 'subjectId');
  if (subject === undefined) throw invalidParameter('subjectId', 'Member must not be null');
  const digest = text(subject, 'imageDigest');
  const filter = optionalObject(request, 'filter') ?? {};
  const types = filter['artifactTypes'] === undefined ? undefined : texts(filter, 'artifactTypes');
  const status = optionalText(filter, 'artifactStatus') ?? 'ACTIVE';
  const found = [...(repository.referrers.get(digest) ?? [])].flatMap((each) => {
    const image = repository.images.get(each);
    if (image === undefined || (status !== 'ANY' && statusOf(image) !== status)) return [];
    return types === undefined || types.includes(image.artifactType ?? '') ? [image] : [];
  });
  // At most fifty a page, twenty unless told (API reference, ListImageReferrers).
  const { items, next } = page(request, found, 20);
  return { referrers: items.map(describe), ...next };
};
