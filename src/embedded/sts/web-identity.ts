import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';

/** Whom a token of an identity provider is about. */
export interface Subject {
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

/** Reads a JSON web token. Who has signed it is not looked at: there are no keys of anybody's here. */
export function subjectOf(token: string, now: Instant): Subject {
  const { sub, aud, iss, exp } = claimsOf(token);
  if (typeof sub !== 'string' || typeof iss !== 'string') throw unreadable();
  if (typeof exp === 'number' && exp * 1_000 < now) {
    const at = (seconds: number): number => Math.floor(seconds);
    throw new Fault(
      'ExpiredTokenException',
      `Token expired: current date/time ${at(now / 1_000)} must be before the expiration date/time ${at(exp)}`,
    );
  }
  const audience = (Array.isArray(aud) ? aud[0] : aud) as unknown;
  return { subject: sub, audience: typeof audience === 'string' ? audience : '', issuer: iss };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const parts = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
    if (parts.length === 3 && typeof claims === 'object' && claims !== null) return claims as Record<string, unknown>;
  } catch {
    // Said below, with whatever else is no token.
  }
  throw unreadable();
}

function unreadable(): Fault {
  return new Fault(
    'InvalidIdentityTokenException',
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
}
