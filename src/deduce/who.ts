import { origin } from '../cloudtrail/origin.ts';
import type { Caller, JsonObject } from '../registry/activity.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import { listAt, objectAt, textAt } from './said.ts';

/** Where direct calls come from unless a scenario says. */
const USUAL_ADDRESS = '203.0.113.12';
const INTERNAL = 'AWS Internal';
/** Of a session that began before the recording nobody knows whom its token named. */
const SUBJECT = 'repo:example/web:ref:refs/heads/main';

/** Who acted in a record, as a scenario says it; nobody where it says no such thing. */
export function whoOf(record: JsonObject, account: string): IdentityInput | undefined {
  const identity = objectAt(record, 'userIdentity');
  const type = textAt(identity, 'type');
  const how = isProxied(record) ? {} : originOf(record);
  const session = objectAt(identity, 'sessionContext');
  const mfa = textAt(objectAt(session, 'attributes'), 'mfaAuthenticated') === 'true' ? { mfa: true } : {};
  const arn = textAt(identity, 'arn') ?? '';
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  switch (type) {
    case 'AssumedRole': {
      const role = roleOf(identity, session, arn);
      return role === undefined ? undefined : { ...role, ...mfa, ...how };
    }
    case 'IAMUser':
      return {
        user: textAt(identity, 'userName') ?? name,
        ...(arn === '' || arn.endsWith(`:user/${textAt(identity, 'userName') ?? name}`) ? {} : { arn }),
        ...mfa,
        ...how,
      };
    case 'Root':
      return { root: true, ...mfa, ...how };
    case 'FederatedUser':
      return { federated: name, ...mfa, ...how };
    case 'AWSService':
      return { service: textAt(identity, 'invokedBy') ?? INTERNAL };
    case 'AWSAccount':
      return { account: textAt(identity, 'accountId') ?? account, ...how };
    default:
      return undefined;
  }
}

function roleOf(
  identity: JsonObject | undefined,
  session: JsonObject | undefined,
  arn: string,
): Extract<IdentityInput, { role: string }> | undefined {
  const issuer = objectAt(session, 'sessionIssuer');
  const [, fromArn, sessionName] = /assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  const role = textAt(issuer, 'userName') ?? fromArn;
  if (role === undefined || sessionName === undefined) return undefined;
  const path = /:role(\/.*\/)[^/]+$/.exec(textAt(issuer, 'arn') ?? '')?.[1];
  const delivery = textAt(session, 'ec2RoleDelivery');
  const sourceIdentity = textAt(session, 'sourceIdentity');
  const person = objectAt(identity, 'onBehalfOf');
  const userId = textAt(person, 'userId');
  const identityStoreArn = textAt(person, 'identityStoreArn');
  const provider = /:oidc-provider\/(.+)$/.exec(
    textAt(objectAt(session, 'webIdFederationData'), 'federatedProvider') ?? '',
  )?.[1];
  return {
    role,
    session: sessionName,
    ...(path === undefined ? {} : { path }),
    ...(delivery === '1.0' || delivery === '2.0' ? { ec2RoleDelivery: delivery } : {}),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(userId === undefined || identityStoreArn === undefined ? {} : { onBehalfOf: { userId, identityStoreArn } }),
    // Whether its session begins here is worked out where the call of STS stands.
    ...(provider === undefined ? {} : { webIdentity: { assumed: false, provider, subject: SUBJECT } }),
  };
}

/** Whether the registry's proxy made the call for a client that speaks Docker's protocol. */
export function isProxied(record: JsonObject): boolean {
  return (
    textAt(record, 'userAgent') === INTERNAL &&
    textAt(record, 'sourceIPAddress') === INTERNAL &&
    textAt(objectAt(record, 'userIdentity'), 'invokedBy') === INTERNAL
  );
}

type How = Pick<IdentityInput, 'via' | 'sourceIPAddress' | 'userAgent'>;

/** How a call was made; only what does not follow from what it was made with. */
function originOf(record: JsonObject): How {
  const agent = textAt(record, 'userAgent') ?? '';
  const address = textAt(record, 'sourceIPAddress') ?? '';
  if (agent === 'cloudformation.amazonaws.com') return { via: 'cloudformation' };
  const via = viaOf(record, agent);
  const usual = via === undefined ? undefined : usualAgent(record, via);
  return {
    ...(via === undefined || via === 'cli' ? {} : { via }),
    ...(address === USUAL_ADDRESS ? {} : { sourceIPAddress: address }),
    ...(agent === usual ? {} : { userAgent: agent }),
  };
}

function viaOf(record: JsonObject, agent: string): How['via'] {
  if (record['sessionCredentialFromConsole'] === 'true') return 'console';
  if (agent.startsWith('APN/1.0 HashiCorp')) return 'terraform';
  if (agent.startsWith('aws-cli/')) return 'cli';
  return agent.startsWith('aws-sdk-') ? 'sdk' : 'cli';
}

/** What a tool of ours would be called by for this call. */
function usualAgent(record: JsonObject, via: NonNullable<How['via']>): string {
  const operation = textAt(record, 'eventName') ?? '';
  const caller: Caller = { kind: 'Root', accountId: '', via };
  return origin({
    kind: 'call',
    service: 'ecr',
    operation,
    caller,
    index: 0,
    at: 0,
    ended: 0,
    step: 0,
    changes: [],
    request: {},
    resources: [],
  }).agent;
}

/** Whoever is the same however they called: what tells people apart. */
export function personOf(record: JsonObject): string {
  const identity = objectAt(record, 'userIdentity');
  return `${textAt(identity, 'type')} ${textAt(identity, 'arn') ?? textAt(identity, 'accountId') ?? textAt(identity, 'invokedBy')}`;
}

/** The repository that a record is about. */
export function repositoryOf(record: JsonObject): string | undefined {
  const named =
    textAt(objectAt(record, 'requestParameters'), 'repositoryName') ??
    textAt(objectAt(record, 'serviceEventDetails'), 'repositoryName');
  if (named !== undefined) return named;
  const [resource] = listAt(record, 'resources');
  const arn =
    (resource === undefined ? undefined : textAt(resource as JsonObject, 'ARN')) ?? textAt(record, 'errorMessage');
  return /:repository\/([a-z0-9._/-]+)/.exec(arn ?? '')?.[1];
}
