import type { IdentityInput } from '../../scenario/identity.ts';
import type { ApiCall, Caller, JsonObject } from '../activity.ts';
import { SESSION_LASTS } from '../caller.ts';
import { GITHUB } from '../person.ts';
import type { Stage } from '../stage.ts';
import { domainOf, partitionOf } from '../state.ts';

type Role = Extract<IdentityInput, { role: string }>;

const SECONDS = SESSION_LASTS / 1000;
const TYPICAL = 60;
const TOKEN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Whoever acts with a token of an identity provider exchanges it for their role first, and again when the session has
 * ended: only these calls of STS show the web identity or the SAML user (facts 2.7). Answers whether they have the role.
 */
export function assumeRole(stage: Stage, identity: IdentityInput): boolean {
  const { ledger, cast } = stage;
  if (!cast.mustAssume(identity, ledger.now) || !('role' in identity)) return true;
  const role = cast.direct(identity, ledger.now);
  const call = identity.saml === undefined ? withWebIdentity(stage, identity, role) : withSaml(stage, identity, role);
  const refused = ledger.refusal?.meets(call.operation) === true ? ledger.refusal : undefined;
  const noted = ledger.note(refused === undefined ? call : withheld(call, refused.code), TYPICAL);
  ledger.now = Math.max(ledger.now, noted.ended);
  ledger.pass(TYPICAL);
  if (noted.failure === undefined) return true;
  ledger.fail(noted.failure.code, noted.failure.message);
  cast.lose(identity, ledger.now);
  return false;
}

/** The same call, of which nothing came: the policy of the role does not trust whoever asks. */
function withheld({ response: _response, resources: _resources, ...call }: Noted, code: string): Refused {
  const message = code === 'AccessDenied' ? `Not authorized to perform sts:${call.operation}` : 'Rate exceeded';
  return { ...call, resources: [], failure: { code, message, early: true } };
}

type Refused = Omit<Noted, 'response'> & Required<Pick<ApiCall, 'failure'>>;

type Noted = Pick<ApiCall, 'service' | 'operation' | 'caller' | 'request' | 'resources' | 'response' | 'additional'>;

/** Member for member as the real record of a workflow of GitHub, 2025 (ccbrown/cloud-snitch). */
function withWebIdentity(stage: Stage, identity: Role, role: Caller): Noted {
  const { provider = GITHUB, subject = '' } = identity.webIdentity ?? {};
  const { account, region } = stage.scenario;
  const providerArn = `arn:${partitionOf(region)}:iam::${account}:oidc-provider/${provider}`;
  const audience = `sts.${domainOf(region)}`;
  const { roleArn, roleSessionName, assumed } = names(role);
  return {
    service: 'sts',
    operation: 'AssumeRoleWithWebIdentity',
    caller: {
      kind: 'WebIdentityUser',
      accountId: account,
      principalId: `${providerArn}:${audience}:${subject}`,
      userName: subject,
      identityProvider: providerArn,
      via: provider === GITHUB ? 'github-actions' : 'sdk',
      ...(role.sourceIPAddress === undefined ? {} : { sourceIPAddress: role.sourceIPAddress }),
    },
    request: { roleArn, roleSessionName, durationSeconds: SECONDS },
    response: {
      credentials: credentials(stage, role),
      subjectFromWebIdentityToken: subject,
      ...assumed,
      provider: providerArn,
      audience,
    },
    additional: { identityProviderConnectionVerificationMethod: 'IAMTrustStore', ...served(region) },
    resources: [{ arn: roleArn, accountId: account, type: 'AWS::IAM::Role' }],
  };
}

/** Member for member as the real record of a person of IAM Identity Center, 2026. */
function withSaml(stage: Stage, identity: Role, role: Caller): Noted {
  const { provider = '', issuer = '', subject } = identity.saml ?? {};
  const { account, region } = stage.scenario;
  const principalArn = `arn:${partitionOf(region)}:iam::${account}:saml-provider/${provider}`;
  const { roleArn, roleSessionName, assumed } = names(role);
  const userName = subject ?? roleSessionName;
  const nameQualifier = `${stage.ledger.random.fork(`saml/${provider}`).text(27, TOKEN_ALPHABET)}=`;
  return {
    service: 'sts',
    operation: 'AssumeRoleWithSAML',
    caller: {
      kind: 'SAMLUser',
      accountId: account,
      principalId: `${nameQualifier}:${userName}`,
      userName,
      identityProvider: nameQualifier,
      via: 'sdk',
      ...(role.sourceIPAddress === undefined ? {} : { sourceIPAddress: role.sourceIPAddress }),
    },
    request: {
      sAMLAssertionID: `_${stage.ledger.random.uuid()}`,
      roleSessionName,
      roleArn,
      principalArn,
      durationSeconds: SECONDS,
    },
    response: {
      credentials: credentials(stage, role),
      ...assumed,
      subject: userName,
      subjectType: 'persistent',
      issuer,
      audience: `https://${signIn(region)}/saml`,
      nameQualifier,
    },
    additional: served(region),
    resources: [
      { arn: roleArn, accountId: account, type: 'AWS::IAM::Role' },
      { arn: principalArn, accountId: account, type: 'AWS::IAM::SAMLProvider' },
    ],
  };
}

/** The console's own host, where SAML assertions are handed in. */
function signIn(region: string): string {
  const hosts = {
    aws: 'signin.aws.amazon.com',
    'aws-cn': 'signin.amazonaws.cn',
    'aws-us-gov': 'signin.amazonaws-us-gov.com',
  };
  return hosts[partitionOf(region)];
}

function names(role: Caller): { roleArn: string; roleSessionName: string; assumed: JsonObject } {
  const { principalId = '', arn = '', session } = role;
  return {
    roleArn: session?.issuer?.arn ?? '',
    roleSessionName: principalId.slice(principalId.indexOf(':') + 1),
    assumed: { assumedRoleUser: { assumedRoleId: principalId, arn } },
  };
}

/** The trail shows the key and the token of the session, never the secret. */
function credentials(stage: Stage, role: Caller): JsonObject {
  return {
    accessKeyId: role.accessKeyId ?? '',
    sessionToken: `EXAMPLE${stage.ledger.random.text(33, TOKEN_ALPHABET)}`,
    expiration: (role.session?.creationDate ?? stage.ledger.now) + SESSION_LASTS,
  };
}

function served(region: string): JsonObject {
  return { RequestDetails: { awsServingRegion: region, endpointType: 'regional' } };
}
