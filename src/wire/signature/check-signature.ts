import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http.ts';
import { signatureOf } from './canonical.ts';
import { type Claim, readClaim } from './claim.ts';
import { invalidSignature, isQuery, unknownKey } from './refusal.ts';
import { wrongScope } from './scope.ts';

/** Whose signatures are good. */
export interface Keys {
  /** The secret of an access key. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** The region that signatures have to be for; any will do unless told. */
  readonly region?: string;
}

const MINUTE = 60_000;

/**
 * Checks a request's signature (Signature Version 4, in the Authorization header or in the URL) against the secret of its access key.
 * Throws what AWS answers. No refusal holds a signature or a secret.
 */
export function checkSignature(request: HttpRequest, { secretOf, region }: Keys, now: number): void {
  const claim = readClaim(request);
  const wrong = wrongScope(request, claim, region);
  if (wrong !== undefined) throw invalidSignature(request, wrong);
  const secret = secretOf(claim.accessKeyId);
  if (secret === undefined) throw unknownKey(request);
  if (!equal(signatureOf(request, claim, secret), claim.signature)) {
    throw invalidSignature(
      request,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  checkDate(request, claim, now);
}

function checkDate(request: HttpRequest, { date, expires, scope }: Claim, now: number): void {
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(at)) throw invalidSignature(request, `Date '${date}' is no date.`);
  // What real answers show: a quarter of an hour where the query protocol is spoken, elsewhere five minutes.
  const skew = (isQuery(request) ? 15 : 5) * MINUTE;
  // STS lets a signed URL live as long as any other request.
  const life = expires === undefined || scope[2] === 'sts' ? skew : expires * 1000;
  if (at < now - life) {
    throw invalidSignature(
      request,
      `Signature expired: ${date} is now earlier than ${amzDate(now - life)} (${amzDate(now)} - ${inWords(life)})`,
    );
  }
  if (at > now + skew) {
    throw invalidSignature(
      request,
      `Signature not yet current: ${date} is still later than ${amzDate(now + skew)} (${amzDate(now)} + ${inWords(skew)})`,
    );
  }
}

function inWords(duration: number): string {
  return duration % MINUTE === 0 ? `${duration / MINUTE} min.` : `${duration / 1000} sec.`;
}

function amzDate(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1')];
  return a.length === b.length && timingSafeEqual(a, b);
}
