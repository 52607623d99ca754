import { EcrFailure } from '../registry/failure.ts';
import type { HttpResponse } from '../wire/http.ts';
import { Refusal } from './refusal.ts';
import { DIGEST } from './route.ts';
import { type Answerer, empty, type Visit } from './visit.ts';

/** `/v2/<name>/blobs/<digest>`: asks whether a blob is there, or fetches it, whole or in part. */
export const blob: Answerer = (visit, name, digest) => {
  if (!DIGEST.test(digest)) throw new Refusal(400, 'DIGEST_INVALID', `The digest '${digest}' is not one of SHA-256`);
  if (visit.request.method === 'HEAD') {
    const { layers } = visit.call('BatchCheckLayerAvailability', name, {
      layerDigests: [digest],
    }) as unknown as Checked;
    const [layer] = layers;
    if (layer?.layerAvailability !== 'AVAILABLE') throw unknown(name, digest);
    return empty(200, { ...HEADERS, 'content-length': String(layer.layerSize), 'docker-content-digest': digest });
  }
  try {
    visit.call('GetDownloadUrlForLayer', name, { layerDigest: digest });
  } catch (error) {
    if (error instanceof EcrFailure && error.code === 'LayersNotFoundException') throw unknown(name, digest);
    throw error;
  }
  return bytesOf(visit, digest) ?? unavailable(name, digest);
};

interface Checked {
  readonly layers: readonly { readonly layerAvailability: string; readonly layerSize?: number }[];
}

const HEADERS = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };

function unknown(name: string, digest: string): Refusal {
  return new Refusal(
    404,
    'BLOB_UNKNOWN',
    `The layer with digest '${digest}' does not exist in the repository '${name}'`,
  );
}

function unavailable(name: string, digest: string): never {
  throw unknown(name, digest);
}

/** The bytes of a blob, or the range of them that is asked for; `undefined` where they are not here. */
export function bytesOf(
  { registry, request }: Pick<Visit, 'registry' | 'request'>,
  digest: string,
): HttpResponse | undefined {
  const size = registry.layers.sizeOf(digest);
  if (size === undefined) return undefined;
  const headers = { ...HEADERS, 'docker-content-digest': digest };
  const range = readRange(request.headers['range'], size);
  if (range === 'beyond') {
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
      body: '',
    };
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      ...(range !== undefined && { 'content-range': `bytes ${first}-${last}/${size}` }),
    },
    body: '',
    flow: registry.layers.read(digest, first, last),
  };
}

/** One range, as RFC 9110 has it; whatever else is asked for is answered with all. */
function readRange(header: string | undefined, size: number): { first: number; last: number } | 'beyond' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return to === '0' ? 'beyond' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'beyond' : { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
