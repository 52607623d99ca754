import { Buffer } from 'node:buffer';
import type { Json, JsonObject } from '../registry/activity.ts';
import type { Image, Repository } from '../registry/state.ts';
import { MEDIA_TYPES } from '../registry/manifest.ts';
import { Refusal } from './refusal.ts';
import { DIGEST } from './route.ts';
import type { Answerer } from './visit.ts';

/** A page of ListImageReferrers has no more (API model). */
const PAGE = 50;

/** `/v2/<name>/referrers/<digest>`: what refers to an image, as an index. It need not be there itself. */
export const referrers: Answerer = (visit, name, digest) => {
  if (!DIGEST.test(digest)) throw new Refusal(400, 'DIGEST_INVALID', `The digest '${digest}' is not one of SHA-256`);
  const type = visit.query.get('artifactType');
  visit.call('ListImageReferrers', name, {
    subjectId: { imageDigest: digest },
    ...(type !== null && { filter: { artifactTypes: [type] } }),
    maxResults: PAGE,
  });
  const repository = visit.registry.state.repositories.get(name);
  const all = (repository === undefined ? [] : imagesOf(repository, digest)).filter(
    ({ artifactType }) => type === null || artifactType === type,
  );
  const from = Number(visit.query.get('from') ?? 0) || 0;
  const page = all.slice(from, from + PAGE);
  const next = new URLSearchParams({ ...(type !== null && { artifactType: type }), from: String(from + PAGE) });
  return {
    status: 200,
    headers: {
      'content-type': MEDIA_TYPES.oci.index,
      ...(type !== null && { 'oci-filters-applied': 'artifactType' }),
      ...(from + PAGE < all.length && {
        link: `<${visit.endpoint}/v2/${name}/referrers/${digest}?${String(next)}>; rel="next"`,
      }),
    },
    body: JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: page.map(descriptor) }),
  };
};

function imagesOf({ referrers: links, images }: Repository, digest: string): Image[] {
  return [...(links.get(digest) ?? [])].flatMap((each) => images.get(each) ?? []);
}

function descriptor({ digest, mediaType, manifest, artifactType, annotations }: Image): JsonObject {
  const members: Record<string, Json | undefined> = {
    mediaType: mediaType ?? MEDIA_TYPES.oci.manifest,
    digest,
    size: Buffer.byteLength(manifest ?? ''),
    artifactType,
    annotations,
  };
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined),
  );
}
