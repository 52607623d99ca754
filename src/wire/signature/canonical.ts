import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../http.ts';
import type { Claim } from './claim.ts';

/**
 * The signature that a request ought to have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(request: HttpRequest, claim: Claim, secret: string): string {
  const { headers, scope, date } = claim;
  const canonical = [
    request.method,
    canonicalPath(request.url, scope[2]),
    canonicalQuery(request.url),
    ...headers.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    headers.join(';'),
    payloadHash(request, claim),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/** Every service but S3 encodes a path that is encoded already once more. */
function canonicalPath(url: string, service: string): string {
  const path = url.split('?', 1)[0]!;
  if (service === 's3') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

/** All of the query but the signature itself. */
function canonicalQuery(url: string): string {
  const at = url.indexOf('?');
  if (at === -1) return '';
  return url
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [key, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(decode(key)), encode(decode(value))] as const;
    })
    .toSorted(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

/** What a request says in place of its payload's hash: that it is not signed, or signed chunk by chunk as it comes. */
const IN_PLACE = /^(?:UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)$/;

/** A header or the URL may name the hash, so that a body can be sent before it is known; what it names has to be true. */
function payloadHash({ headers, url, body }: HttpRequest, { presigned, scope }: Claim): string {
  const named = headers['x-amz-content-sha256'] ?? /[?&]X-Amz-Content-Sha256=([^&]+)/.exec(url)?.[1];
  if (named !== undefined && IN_PLACE.test(named)) return named;
  return presigned && scope[2] === 's3' ? 'UNSIGNED-PAYLOAD' : sha256(body);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
