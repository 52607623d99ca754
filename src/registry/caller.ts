import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import type { Caller, Tool } from './activity.ts';
import { person } from './person.ts';

/** Everybody who acts in a run, each once: their ids, their sessions, and when they last logged in. */
export interface Cast {
  /** The caller of a call made straight at the API. */
  direct(identity: IdentityInput, now: Instant): Caller;
  /** The caller of a call that the registry's proxy makes for a Docker client. */
  proxied(identity: IdentityInput, now: Instant): Caller;
  /** Whether a Docker client of this identity must log in now: its token lasts twelve hours. Notes the login if so. */
  mustLogIn(identity: IdentityInput, now: Instant): boolean;
  /** Whether this identity must exchange a token for its role now: the session lasts an hour. Begins a new one if so. */
  mustAssume(identity: IdentityInput, now: Instant): boolean;
  /** Ends the session that was begun: the role was not to be had. */
  lose(identity: IdentityInput, now: Instant): void;
}

const TOKEN_LASTS = 12 * 3_600_000;
/** The default of the API, and of aws-actions/configure-aws-credentials. */
export const SESSION_LASTS = 3_600_000;

/** What logs in for each client, where that is not the command line: kubelet's helper, the agent of ECS. */
const LOGIN_OF: Readonly<Record<string, Tool>> = {
  eks: 'credential-provider',
  ecs: 'ecs-agent',
  fargate: 'ecs-agent',
};

interface Member {
  direct: Caller;
  proxied: Caller;
  loggedIn: Instant;
  /** When the session under way began; sessions are counted. */
  assumed: Instant;
  sessions: number;
}

export function cast(account: string, region: string, random: Random): Cast {
  const known = new Map<string, Member>();
  // The scenario's own identity comes by reference for every step: no need to spell it each time.
  const byReference = new WeakMap<IdentityInput, Member>();

  function callers(identity: IdentityInput, now: Instant, edition: number): Pick<Member, 'direct' | 'proxied'> {
    const who = person(identity, account, region, now, random, edition);
    if (who.kind === 'AWSService' || who.kind === 'none')
      return { direct: { ...who, via: 'service' }, proxied: { ...who, via: 'service' } };
    const tool = identity.via ?? LOGIN_OF[identity.by ?? 'docker'] ?? 'cli';
    return { direct: { ...who, via: tool }, proxied: { ...who, via: 'registry' } };
  }

  function member(identity: IdentityInput, now: Instant): Member {
    let found = byReference.get(identity);
    if (found !== undefined) return found;
    const key = JSON.stringify(identity);
    found = known.get(key);
    if (found === undefined) {
      found = { ...callers(identity, now, 1), loggedIn: -Infinity, assumed: -Infinity, sessions: 0 };
      known.set(key, found);
    }
    byReference.set(identity, found);
    return found;
  }

  return {
    direct: (identity, now) => member(identity, now).direct,
    proxied: (identity, now) => member(identity, now).proxied,
    mustLogIn: (identity, now) => {
      // Lambda reads the registry from inside AWS, with no token of its own.
      if (identity.by === 'lambda') return false;
      const found = member(identity, now);
      if (now - found.loggedIn < TOKEN_LASTS) return false;
      found.loggedIn = now;
      return true;
    },
    mustAssume: (identity, now) => {
      if (!('role' in identity) || (identity.webIdentity ?? identity.saml) === undefined) return false;
      if ((identity.webIdentity ?? identity.saml)?.assumed === false) return false;
      const found = member(identity, now);
      if (now - found.assumed < SESSION_LASTS) return false;
      found.assumed = now;
      found.sessions += 1;
      if (found.sessions > 1) Object.assign(found, callers(identity, now, found.sessions));
      return true;
    },
    lose: (identity, now) => {
      member(identity, now).assumed = -Infinity;
    },
  };
}
