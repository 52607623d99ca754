import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';
import { toInstant } from '../scenario/duration.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import type { Caller } from './activity.ts';
import { partitionOf } from './state.ts';

/** The provider of GitHub's workflows. */
export const GITHUB = 'token.actions.githubusercontent.com';

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

/** A caller before the way of the call is known. */
type Person = Omit<Caller, 'via'>;

/**
 * The `userIdentity` of an identity of the scenario. Kinds as in CloudTrail's userIdentity page. `edition` counts the
 * sessions of a role that is assumed anew when its session has ended.
 */
export function person(
  identity: IdentityInput,
  account: string,
  region: string,
  firstSeen: Instant,
  random: Random,
  edition = 1,
): Person {
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
    const name = sessionOf(identity, random);
    const delivery = identity.ec2RoleDelivery ?? (identity.by === 'eks' ? '2.0' : undefined);
    const again = edition === 1 ? '' : `/${edition}`;
    return {
      kind: 'AssumedRole',
      accountId: account,
      principalId: `${roleId}:${name}`,
      // The path of a role stands in the issuer's ARN only (seen in real records).
      arn: identity.arn ?? arn('sts', `assumed-role/${identity.role}/${name}`),
      accessKeyId: identity.accessKeyId ?? accessKey('ASIA', `${identity.role}/${name}${again}`, random),
      session: {
        ...session,
        issuer: {
          type: 'Role',
          principalId: roleId,
          arn: arn('iam', `role${identity.path ?? '/'}${identity.role}`),
          accountId: account,
          userName: identity.role,
        },
        ...(delivery === undefined ? {} : { ec2RoleDelivery: delivery }),
        ...(identity.webIdentity === undefined
          ? {}
          : {
              webIdFederationData: {
                federatedProvider: arn('iam', `oidc-provider/${identity.webIdentity.provider}`),
              },
            }),
        ...(identity.sourceIdentity === undefined ? {} : { sourceIdentity: identity.sourceIdentity }),
      },
      ...(identity.onBehalfOf === undefined ? {} : { onBehalfOf: identity.onBehalfOf }),
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

/** The session's name: an instance has its id there, a task of ECS its own, a workflow of GitHub what its action says. */
function sessionOf(identity: Extract<IdentityInput, { role: string }>, random: Random): string {
  if (identity.session !== undefined) return identity.session;
  if (identity.by === 'eks') return `i-0${random.fork(`instance/${identity.role}`).hex(16)}`;
  if (identity.by === 'ecs' || identity.by === 'fargate') return random.fork(`task/${identity.role}`).hex(32);
  return identity.webIdentity?.provider === GITHUB ? 'GitHubActions' : identity.role;
}
