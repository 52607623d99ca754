import { Buffer } from 'node:buffer';
import type { Instant } from '../../clock.ts';
import type { Caller, JsonObject } from '../../registry/activity.ts';

/** On whose behalf the registry's proxy acts with a token, and until when. */
export interface Grant {
  readonly caller: Caller;
  readonly expiresAt: Instant;
}

/** The tokens that GetAuthorizationToken has given. */
export interface Tokens {
  /** Notes whom an answer of GetAuthorizationToken was given to. */
  issue(answer: JsonObject, to: Caller, now: Instant): void;
  /** What a password is good for; `undefined` for one that was never given. */
  grantOf(password: string): Grant | undefined;
}

type Issued = JsonObject & { readonly authorizationToken: string; readonly expiresAt: Instant };

/** Expired ones are kept this long, so that they can be told from those that never were. */
const REMEMBERED = 24 * 3_600_000;

/** Opens the book of tokens. */
export function openTokens(): Tokens {
  const grants = new Map<string, Grant>();
  return {
    issue: (answer, to, now) => {
      // The oldest stand first.
      for (const [password, { expiresAt }] of grants) {
        if (expiresAt + REMEMBERED > now) break;
        grants.delete(password);
      }
      for (const { authorizationToken, expiresAt } of answer['authorizationData'] as readonly Issued[]) {
        const text = Buffer.from(authorizationToken, 'base64').toString('latin1');
        grants.set(text.slice(text.indexOf(':') + 1), { caller: behindProxy(to), expiresAt });
      }
    },
    grantOf: (password) => grants.get(password),
  };
}

/** What the proxy does on behalf of somebody shows who that is, and neither their address nor their client (facts 3.1). */
function behindProxy({ sourceIPAddress: _address, userAgent: _agent, ...who }: Caller): Caller {
  return { ...who, via: 'registry' };
}
