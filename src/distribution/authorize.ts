import { Buffer } from 'node:buffer';
import type { Instant } from '../clock.ts';
import type { Grant, Tokens } from '../embedded/ecr/tokens.ts';
import { Refusal } from './refusal.ts';

/**
 * On whose behalf a request is made: Basic, with `AWS` and a password of GetAuthorizationToken's. Throws what ECR answers to whoever
 * has none, an unknown one, or one that has expired.
 */
export function authorize(
  authorization: string | undefined,
  { tokens, endpoint, now }: { readonly tokens: Tokens; readonly endpoint: string; readonly now: Instant },
): Grant['caller'] {
  const encoded = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('latin1');
  const grant = text.startsWith('AWS:') ? tokens.grantOf(text.slice('AWS:'.length)) : undefined;
  if (grant === undefined) {
    throw new Refusal(401, 'UNAUTHORIZED', 'Not Authorized', {
      'www-authenticate': `Basic realm="${endpoint}/",service="ecr.amazonaws.com"`,
    });
  }
  if (grant.expiresAt <= now) {
    throw new Refusal(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.');
  }
  return grant.caller;
}
