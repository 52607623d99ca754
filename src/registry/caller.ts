import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import { toInstant } from '../scenario/duration.ts';
import type { Caller } from './activity.ts';
import { partitionOf } from './state.ts';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The unique ids that IAM would have given: the same identity has the same ones throughout a run.
 * They end in EXAMPLE, as AWS's own documents do, so that nobody takes them for real.
 */
function uniqueId(prefix: string, identity: string, random: Random): string {
  return `${prefix}${random.fork(`id/${prefix}/${identity}`).text(17 - 'EXAMPLE'.length, ID_ALPHABET)}EXAMPLE`;
}

function accessKey(prefix: 'AKIA' | 'ASIA', identity: string, random: Random): string {
  return `${prefix}${random.fork(`key/${identity}`).text(16 - 'EXAMPLE'.length, ID_ALPHABET)}EXAMPLE`;
}

type Person = Omit<Caller, 'via'>;

/** The `userIdentity` of an identity of the scenario, before the way of the call is known. Kinds as in CloudTrail's userIdentity page. */
function person(identity: IdentityInput, account: string, region: string, firstSeen: Instant, random: Random): Person {
  const arn = (service: 'iam' | 'sts', resource: string) =>
    `arn:${partitionOf(region)}:${service}::${account}:${resource}`;
  // CloudTrail shows whole seconds.
  const creationDate =
    identity.creationDate === undefined ? Math.floor(firstSeen / 1000) * 1000 : toInstant(identity.creationDate);
  const session = { creationDate, mfa: identity.mfa ?? false };
  const given = {
    ...(identity.sourceIPAddress === undefined ? {} : { sourceIPAddress: identity.sourceIPAddress }),
    ...(identity.userAgent === undefined ? {} : { userAgent: identity.userAgent }),
  };

  if ('role' in identity) {
    const roleId = identity.principalId ?? uniqueId('AROA', `role/${identity.role}`, random);
    const name = identity.session ?? identity.role;
    return {
      kind: 'AssumedRole',
      accountId: account,
      principalId: `${roleId}:${name}`,
      // The path of a role stands in the issuer's ARN only (seen in real records).
      arn: identity.arn ?? arn('sts', `assumed-role/${identity.role}/${name}`),
      accessKeyId: identity.accessKeyId ?? accessKey('ASIA', `${identity.role}/${name}`, random),
      session: {
        ...session,
        issuer: {
          type: 'Role',
          principalId: roleId,
          arn: arn('iam', `role${identity.path ?? '/'}${identity.role}`),
          accountId: account,
          userName: identity.role,
        },
        ...(identity.ec2RoleDelivery === undefined ? {} : { ec2RoleDelivery: identity.ec2RoleDelivery }),
      },
      ...given,
    };
  }
  if ('user' in identity) {
    return {
      kind: 'IAMUser',
      accountId: account,
      principalId: identity.principalId ?? uniqueId('AIDA', `user/${identity.user}`, random),
      arn: identity.arn ?? arn('iam', `user/${identity.user}`),
      accessKeyId: identity.accessKeyId ?? accessKey('AKIA', `user/${identity.user}`, random),
      userName: identity.user,
      session,
      ...given,
    };
  }
  if ('root' in identity) {
    return {
      kind: 'Root',
      accountId: account,
      principalId: identity.principalId ?? account,
      arn: identity.arn ?? arn('iam', 'root'),
      accessKeyId: identity.accessKeyId ?? accessKey('ASIA', 'root', random),
      session,
      ...given,
    };
  }
  if ('federated' in identity) {
    const issuerId = uniqueId('AIDA', 'federation', random);
    return {
      kind: 'FederatedUser',
      accountId: account,
      principalId: identity.principalId ?? `${account}:${identity.federated}`,
      arn: identity.arn ?? arn('sts', `federated-user/${identity.federated}`),
      accessKeyId: identity.accessKeyId ?? accessKey('ASIA', `federated/${identity.federated}`, random),
      session: {
        ...session,
        issuer: {
          type: 'IAMUser',
          principalId: issuerId,
          arn: arn('iam', 'user/federation'),
          accountId: account,
          userName: 'federation',
        },
      },
      ...given,
    };
  }
  if ('service' in identity) return { kind: 'AWSService', accountId: account, invokedBy: identity.service, ...given };
  if ('account' in identity) {
    return {
      kind: 'AWSAccount',
      accountId: identity.account,
      principalId: identity.principalId ?? uniqueId('AIDA', identity.account, random),
      ...given,
    };
  }
  return { kind: 'none', accountId: account, invokedBy: identity.invokedBy, ...given };
}

/** Everybody who acts in a run, each once: their ids, their sessions, and when they last logged in. */
export interface Cast {
  /** The caller of a call made straight at the API. */
  direct(identity: IdentityInput, now: Instant): Caller;
  /** The caller of a call that the registry's proxy makes for a Docker client. */
  proxied(identity: IdentityInput, now: Instant): Caller;
  /** Whether a Docker client of this identity must log in now: its token lasts twelve hours. Notes the login if so. */
  mustLogIn(identity: IdentityInput, now: Instant): boolean;
}

const TOKEN_LASTS = 12 * 3_600_000;

export function cast(account: string, region: string, random: Random): Cast {
  const known = new Map<string, { direct: Caller; proxied: Caller; loggedIn: Instant }>();
  // The scenario's own identity comes by reference for every step: no need to spell it each time.
  const byReference = new WeakMap<IdentityInput, { direct: Caller; proxied: Caller; loggedIn: Instant }>();

  function member(identity: IdentityInput, now: Instant) {
    let found = byReference.get(identity);
    if (found !== undefined) return found;
    const key = JSON.stringify(identity);
    found = known.get(key);
    if (found === undefined) {
      const who = person(identity, account, region, now, random);
      const own = who.kind === 'AWSService' || who.kind === 'none' ? 'service' : (identity.via ?? 'cli');
      found = {
        direct: { ...who, via: own },
        proxied: { ...who, via: own === 'service' ? own : 'registry' },
        loggedIn: -Infinity,
      };
      known.set(key, found);
    }
    byReference.set(identity, found);
    return found;
  }

  return {
    direct: (identity, now) => member(identity, now).direct,
    proxied: (identity, now) => member(identity, now).proxied,
    mustLogIn: (identity, now) => {
      const found = member(identity, now);
      if (now - found.loggedIn < TOKEN_LASTS) return false;
      found.loggedIn = now;
      return true;
    },
  };
}
