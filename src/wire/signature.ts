import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Fault } from './fault.ts';
import type { HttpRequest } from './http.ts';

/** What an Authorization header of Signature Version 4 says. */
interface Signed {
  readonly accessKeyId: string;
  /** Date, region, service, `aws4_request`. */
  readonly scope: readonly [date: string, region: string, service: string, end: string];
  readonly headers: readonly string[];
  readonly signature: string;
}

/** AWS takes requests whose clock is off by so much. */
const SKEW = 5 * 60_000;

/**
 * Checks a request's signature (Signature Version 4, in the Authorization header) against the secret of its access key. Throws what AWS
 * answers. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function checkSignature(
  request: HttpRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): void {
  const { headers } = request;
  if (headers['authorization'] === undefined) {
    throw refused(
      request,
      'MissingAuthenticationTokenException',
      'MissingAuthenticationToken',
      'Missing Authentication Token',
    );
  }
  const signed = readAuthorization(headers['authorization']);
  const date = headers['x-amz-date'];
  if (signed === undefined || date === undefined || !signed.headers.includes('host')) {
    throw refused(
      request,
      'IncompleteSignatureException',
      'IncompleteSignature',
      'Authorization header requires "Credential", "SignedHeaders" with "host", "Signature", and the request a header "X-Amz-Date".',
    );
  }
  const secret = secretOf(signed.accessKeyId);
  if (secret === undefined) {
    throw refused(
      request,
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    );
  }
  const expected = sign(request, signed, date, secret);
  if (!equal(expected, signed.signature)) {
    throw refused(
      request,
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  checkDate(request, date, now);
}

function readAuthorization(header: string): Signed | undefined {
  if (!header.startsWith('AWS4-HMAC-SHA256 ')) return undefined;
  const credential = /\bCredential=([^\s,]+)/.exec(header)?.[1]?.split('/');
  const headers = /\bSignedHeaders=([^\s,]+)/.exec(header)?.[1];
  const signature = /\bSignature=([0-9a-f]{64})(?:$|[\s,])/.exec(header)?.[1];
  if (credential === undefined || credential.length < 5 || headers === undefined || signature === undefined)
    return undefined;
  const scope = credential.slice(-4) as [string, string, string, string];
  // An access key id may hold slashes, though AWS's own do not.
  return { accessKeyId: credential.slice(0, -4).join('/'), scope, headers: headers.split(';'), signature };
}

/** The signature that a request ought to have. */
function sign(request: HttpRequest, { scope, headers }: Signed, date: string, secret: string): string {
  const canonical = [
    request.method,
    canonicalPath(request.url, scope[2]),
    canonicalQuery(request.url),
    ...headers.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    headers.join(';'),
    payloadHash(request),
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

function canonicalQuery(url: string): string {
  const at = url.indexOf('?');
  if (at === -1) return '';
  return url
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [key, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(decode(key)), encode(decode(value))] as const;
    })
    .toSorted(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A header may name the hash, so that a body can be sent before it is known; then what it names has to be true. */
function payloadHash({ headers, body }: HttpRequest): string {
  return headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' ? 'UNSIGNED-PAYLOAD' : sha256(body);
}

function checkDate(request: HttpRequest, date: string, now: number): void {
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Math.abs(now - at) <= SKEW) return;
  const words = at < now ? ['expired', 'earlier', now - SKEW, '-'] : ['not yet current', 'later', now + SKEW, '+'];
  const [how, than, limit, sign] = words as [string, string, number, string];
  throw refused(
    request,
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    `Signature ${how}: ${date} is ${at < now ? 'now ' : 'still '}${than} than ${amzDate(limit)} (${amzDate(now)} ${sign} 5 min.)`,
  );
}

function amzDate(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** Query services have names of their own for these errors. */
function refused({ headers }: HttpRequest, code: string, queryCode: string, message: string): Fault {
  const isQuery = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new Fault(isQuery ? queryCode : code, message, 403);
}

function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
