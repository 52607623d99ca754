import type { HttpResponse } from '../wire/http.ts';
import { DIGEST } from './route.ts';
import { empty, type Visit } from './visit.ts';

/**
 * Takes a blob from another repository, where the account has turned that on and both are encrypted alike. Otherwise the client gets
 * an upload to make. https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html
 */
export function mount(visit: Visit, name: string): HttpResponse | undefined {
  const { registry, query, endpoint } = visit;
  const digest = query.get('mount') ?? '';
  const { state } = registry;
  if (state.settings.account.get('BLOB_MOUNTING') !== 'ENABLED' || !DIGEST.test(digest)) return undefined;
  const from = state.repositories.get(query.get('from') ?? '');
  const to = state.repositories.get(name);
  const size = from?.layers.get(digest);
  if (from === undefined || to === undefined || size === undefined) return undefined;
  if (from.encryption.type !== to.encryption.type || from.encryption.keyArn !== to.encryption.keyArn) return undefined;
  // The permission that a mount needs is that of this operation, on the repository it is taken from.
  visit.call('GetDownloadUrlForLayer', from.name, { layerDigest: digest });
  to.layers.set(digest, size);
  return empty(201, { location: `${endpoint}/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest });
}
