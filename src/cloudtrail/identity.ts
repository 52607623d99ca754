import type { ApiCall, Caller, JsonObject } from '../registry/activity.ts';
import { seconds } from './moment-text.ts';

/** What the trail says instead of a name wherever AWS acts inside itself (facts 3.1). */
export const INTERNAL = 'AWS Internal';

const identities = {
  ecr: new WeakMap<Caller, JsonObject>(),
  kms: new WeakMap<Caller, JsonObject>(),
  sts: new WeakMap<Caller, JsonObject>(),
};

/** `userIdentity` as real records order and fill it (facts 2.3, 2.7). One object a caller and service: it is said very often. */
export function userIdentity(caller: Caller, service: ApiCall['service']): JsonObject {
  let identity = identities[service].get(caller);
  if (identity === undefined) {
    identity = wordIdentity(caller, invokedBy(caller, service));
    identities[service].set(caller, identity);
  }
  return identity;
}

function invokedBy(caller: Caller, service: ApiCall['service']): string | undefined {
  if (caller.invokedBy !== undefined) return caller.invokedBy;
  if (caller.via === 'cloudformation') return 'cloudformation.amazonaws.com';
  return caller.via === 'registry' || service === 'kms' ? INTERNAL : undefined;
}

function wordIdentity(caller: Caller, by: string | undefined): JsonObject {
  if (caller.kind === 'AWSService') return { type: 'AWSService', invokedBy: by ?? INTERNAL };
  // Service events name no type: a consumer that reads userIdentity.type or .arn finds nothing there.
  if (caller.kind === 'none') return { accountId: caller.accountId, invokedBy: by ?? INTERNAL };
  if (caller.kind === 'WebIdentityUser' || caller.kind === 'SAMLUser') return wordFederated(caller);
  const identity: Record<string, JsonObject[string]> = { type: caller.kind };
  if (caller.principalId !== undefined) identity['principalId'] = caller.principalId;
  if (caller.arn !== undefined) identity['arn'] = caller.arn;
  identity['accountId'] = caller.accountId;
  if (caller.accessKeyId !== undefined) identity['accessKeyId'] = caller.accessKeyId;
  if (caller.userName !== undefined) identity['userName'] = caller.userName;
  const session = sessionContext(caller, by !== undefined);
  if (session !== undefined) identity['sessionContext'] = session;
  if (caller.onBehalfOf !== undefined) identity['onBehalfOf'] = { ...caller.onBehalfOf };
  if (by !== undefined) identity['invokedBy'] = by;
  return identity;
}

/** Who is known by somebody else's token has no account and no ARN (real: AssumeRoleWithWebIdentity of 2025, AssumeRoleWithSAML of 2026). */
function wordFederated({ kind, principalId, userName, identityProvider }: Caller): JsonObject {
  return {
    type: kind,
    principalId: principalId ?? '',
    userName: userName ?? '',
    identityProvider: identityProvider ?? '',
  };
}

/** Long-term keys have no session of their own; once a service acts with their token they have one, with an empty issuer. */
function sessionContext(caller: Caller, actedFor: boolean): JsonObject | undefined {
  const { session } = caller;
  if (session === undefined || (caller.kind === 'IAMUser' && !actedFor && caller.via !== 'console')) return undefined;
  return {
    sessionIssuer: session.issuer === undefined ? {} : { ...session.issuer },
    webIdFederationData:
      session.webIdFederationData === undefined ? {} : { ...session.webIdFederationData, attributes: {} },
    attributes: { creationDate: seconds(session.creationDate), mfaAuthenticated: String(session.mfa) },
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    ...(session.ec2RoleDelivery === undefined ? {} : { ec2RoleDelivery: session.ec2RoleDelivery }),
  };
}
