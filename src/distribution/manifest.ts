import { Buffer, isUtf8 } from 'node:buffer';
import { EcrFailure } from '../registry/failure.ts';
import { MEDIA_TYPES, readManifest, sha256 } from '../registry/manifest.ts';
import type { HttpResponse } from '../wire/http.ts';
import { Refusal } from './refusal.ts';
import { DIGEST, TAG } from './route.ts';
import { type Answerer, empty, type Visit } from './visit.ts';

/** PutImage takes no more characters than this (API reference). */
const LARGEST = 4_194_304;

/** `/v2/<name>/manifests/<reference>`: asks for a manifest, fetches it, or puts it. ECR deletes none this way. */
export const manifest: Answerer = (visit, name, reference) => {
  switch (visit.request.method) {
    case 'GET':
    case 'HEAD':
      return get(visit, name, reference);
    case 'PUT':
      return put(visit, name, reference);
    default:
      throw new Refusal(405, 'UNSUPPORTED', 'Amazon ECR deletes images by its own API: BatchDeleteImage');
  }
};

function imageIdOf(reference: string): { imageDigest: string } | { imageTag: string } | undefined {
  if (DIGEST.test(reference)) return { imageDigest: reference };
  return TAG.test(reference) ? { imageTag: reference } : undefined;
}

function get(visit: Visit, name: string, reference: string): HttpResponse {
  const id = imageIdOf(reference);
  if (id === undefined) throw new Refusal(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  const accept = visit.request.headers['accept'];
  const acceptedMediaTypes = accept?.split(',').map((type) => type.replace(/;.*$/, '').trim());
  const { images, failures } = visit.call('BatchGetImage', name, {
    imageIds: [id],
    ...(acceptedMediaTypes !== undefined && !acceptedMediaTypes.includes('*/*') && { acceptedMediaTypes }),
  }) as unknown as Got;
  const [image] = images;
  // What a cache rule has fetched has a digest, and nothing behind it.
  if (image?.imageManifest === undefined) {
    throw new Refusal(404, 'MANIFEST_UNKNOWN', failures[0]?.failureReason ?? 'Requested image not found');
  }
  const body = Buffer.from(image.imageManifest);
  const headers = {
    'content-type': image.imageManifestMediaType ?? MEDIA_TYPES.oci.manifest,
    'content-length': String(body.length),
    'docker-content-digest': image.imageId.imageDigest,
  };
  return { status: 200, headers, body: visit.request.method === 'HEAD' ? '' : body };
}

interface Got {
  readonly images: readonly {
    readonly imageId: { readonly imageDigest: string };
    readonly imageManifest?: string;
    readonly imageManifestMediaType?: string;
  }[];
  readonly failures: readonly { readonly failureReason: string }[];
}

function put(visit: Visit, name: string, reference: string): HttpResponse {
  const { body, cut, headers } = visit.request;
  if (cut !== undefined || body.length > LARGEST) {
    throw new Refusal(413, 'MANIFEST_INVALID', `A manifest has no more than ${LARGEST} bytes`);
  }
  const id = imageIdOf(reference);
  if (id === undefined)
    throw new Refusal(400, 'TAG_INVALID', `'${reference}' is neither a tag nor a digest of SHA-256`);
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
  const read = isUtf8(body) ? readManifest(text) : undefined;
  if (read === undefined) throw new Refusal(400, 'MANIFEST_INVALID', 'The manifest is not one that Amazon ECR takes');
  const digest = sha256(text);
  const type = headers['content-type']?.replace(/;.*$/, '').trim() ?? read.mediaType;
  if (read.mediaType !== undefined && type !== read.mediaType) {
    throw new Refusal(400, 'MANIFEST_INVALID', `The manifest is of the type '${read.mediaType}', and not '${type}'`);
  }
  try {
    visit.call('PutImage', name, {
      imageManifest: text,
      ...(type !== undefined && { imageManifestMediaType: type }),
      ...id,
    });
  } catch (error) {
    // Nothing has changed: to the client that is what it wanted.
    if (!(error instanceof EcrFailure) || error.code !== 'ImageAlreadyExistsException') throw error;
  }
  return empty(201, {
    location: `${visit.endpoint}/v2/${name}/manifests/${digest}`,
    'docker-content-digest': digest,
    ...(read.subject !== undefined && { 'oci-subject': read.subject }),
  });
}
