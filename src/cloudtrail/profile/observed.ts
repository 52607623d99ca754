import type { ApiCall, Caller, JsonObject } from '../../registry/activity.ts';
import { domainOf } from '../../registry/state.ts';
import { lifecycleDetails } from '../lifecycle-details.ts';
import { localised, seconds } from '../moment-text.ts';
import { additionalOf, EVENT_SOURCE, isReadOnly, requestOf, showsAnswer, withDates, withKey } from '../operation.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { Wording } from '../wording.ts';

/** What the trail says instead of an address and a client wherever the registry's proxy made the call (facts 3.1). */
const INTERNAL = 'AWS Internal';
const EXAMPLE_ADDRESS = '203.0.113.12';

const identities = { ecr: new WeakMap<Caller, JsonObject>(), kms: new WeakMap<Caller, JsonObject>() };

/** `userIdentity` as real records order and fill it (facts 2.3, 2.7). One object a caller and service: it is said very often. */
function userIdentity(caller: Caller, service: ApiCall['service']): JsonObject {
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
  const identity: Record<string, JsonObject[string]> = { type: caller.kind };
  if (caller.principalId !== undefined) identity['principalId'] = caller.principalId;
  if (caller.arn !== undefined) identity['arn'] = caller.arn;
  identity['accountId'] = caller.accountId;
  if (caller.accessKeyId !== undefined) identity['accessKeyId'] = caller.accessKeyId;
  if (caller.userName !== undefined) identity['userName'] = caller.userName;
  const session = sessionContext(caller, by !== undefined);
  if (session !== undefined) identity['sessionContext'] = session;
  if (by !== undefined) identity['invokedBy'] = by;
  return identity;
}

/** Long-term keys have no session of their own; once a service acts with their token they have one, with an empty issuer. */
function sessionContext(caller: Caller, actedFor: boolean): JsonObject | undefined {
  const { session } = caller;
  if (session === undefined || (caller.kind === 'IAMUser' && !actedFor && caller.via !== 'console')) return undefined;
  return {
    sessionIssuer: session.issuer === undefined ? {} : { ...session.issuer },
    webIdFederationData: {},
    attributes: { creationDate: seconds(session.creationDate), mfaAuthenticated: String(session.mfa) },
    ...(session.ec2RoleDelivery === undefined ? {} : { ec2RoleDelivery: session.ec2RoleDelivery }),
  };
}

function kebab(operation: string): string {
  return operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

interface Origin {
  readonly address: string;
  readonly agent: string;
}

/** Where the call came from, in the words of the trail. */
function origin(call: ApiCall): Origin {
  const { caller, operation } = call;
  if (caller.via === 'registry') return PROXY;
  if (caller.via === 'cloudformation')
    return { address: 'cloudformation.amazonaws.com', agent: 'cloudformation.amazonaws.com' };
  if (caller.via === 'service') {
    const by = caller.invokedBy ?? INTERNAL;
    return { address: caller.sourceIPAddress ?? by, agent: caller.userAgent ?? by };
  }
  // What KMS sees is still the command that the caller ran.
  const command = operation === 'GetAuthorizationToken' ? 'get-login-password' : kebab(call.during ?? operation);
  const agents = {
    // Console actions show the person's own address beside this (226 of 256 real records).
    console: INTERNAL,
    cli: `aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#ecr.${command}`,
    sdk: 'aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#24.21.0 api/ecr#3.1169.0',
  };
  return { address: caller.sourceIPAddress ?? EXAMPLE_ADDRESS, agent: caller.userAgent ?? agents[caller.via] };
}

const PROXY: Origin = { address: INTERNAL, agent: INTERNAL };
const DIRECT_TLS = new Set(['cli', 'sdk']);

/** As real accounts show it: the default. Order and presence of keys follow 2,900 real records (facts 2.2). */
export const observed: Wording = {
  call: (call, { account, region, options, id }) => {
    const { caller, operation, service, failure } = call;
    const { address, agent } = origin(call);
    const additional = additionalOf(call);
    const record: { -readonly [Key in keyof CloudTrailRecord]: CloudTrailRecord[Key] } = {
      eventVersion: service === 'ecr' ? options.apiEventVersion : '1.11',
      userIdentity: userIdentity(caller, service),
      eventTime: seconds(call.at),
      eventSource: EVENT_SOURCE[service],
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: address,
      userAgent: agent,
      ...(failure === undefined ? {} : { errorCode: failure.code, errorMessage: failure.message }),
      requestParameters: failure?.early === true ? null : requestOf(call),
      responseElements:
        call.response === undefined || !showsAnswer(operation)
          ? null
          : withDates(call, withKey(call, call.response), (instant) => localised(instant, true)),
      ...(additional === undefined ? {} : { additionalEventData: additional }),
      requestID: id(),
      eventID: id(),
      readOnly: isReadOnly(operation),
      ...(call.resources.length === 0
        ? {}
        : {
            resources: call.resources.map(({ accountId, type, arn }) =>
              type === undefined ? { accountId, ARN: arn } : { accountId, type, ARN: arn },
            ),
          }),
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    };
    if (service === 'ecr' && DIRECT_TLS.has(caller.via)) {
      record.tlsDetails = {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `api.ecr.${region}.${domainOf(region)}`,
      };
    }
    if (caller.via === 'console') record.sessionCredentialFromConsole = 'true';
    return record;
  },

  lifecycleParts: (action, { options }) =>
    action.lifecycle === undefined
      ? []
      : lifecycleDetails(action.repository, action.lifecycle, options.imagesPerPolicyExecutionEvent, false),

  // No requestID, no type and no arn in userIdentity, readOnly true although images are gone: as the real one of 2025.
  lifecycle: (action, part, { account, region, id }) => ({
    eventVersion: '1.09',
    userIdentity: { accountId: account, invokedBy: INTERNAL },
    eventTime: seconds(action.at),
    eventSource: EVENT_SOURCE.ecr,
    eventName: 'PolicyExecutionEvent',
    awsRegion: region,
    sourceIPAddress: INTERNAL,
    userAgent: INTERNAL,
    requestParameters: null,
    responseElements: null,
    eventID: id(),
    readOnly: true,
    resources: [{ accountId: account, type: 'AWS::ECR::Repository', ARN: action.repositoryArn }],
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: part,
    eventCategory: 'Management',
  }),
};
