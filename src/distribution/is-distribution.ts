import type { HttpRequest } from '../wire/http.ts';

/** Whether a request is of the distribution API: what AWS's own clients send is signed, whatever its path. */
export function isDistribution({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): boolean {
  return /^\/v2(?:[/?]|$)/.test(url) && headers['authorization']?.startsWith('AWS4-') !== true;
}

/** Whether the body of a request to a URL may be larger than memory: that of a blob. AWS has nothing at such a path. */
export function bringsBlob(url: string): boolean {
  return url.startsWith('/v2/') && /^\/v2\/[^?]+\/blobs\/uploads(?:\/|\?|$)/.test(url);
}
