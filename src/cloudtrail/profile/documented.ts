import type { ApiCall, Caller, Json, JsonObject, ServiceAction } from '../../registry/activity.ts';
import { lifecycleDetails } from '../lifecycle-details.ts';
import { localised, seconds } from '../moment-text.ts';
import { additionalOf, EVENT_SOURCE, isReadOnly, requestOf, showsAnswer, withDates } from '../operation.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { Circumstances, Wording } from '../wording.ts';
import { observed } from './observed.ts';

const EXAMPLE_ADDRESS = '203.0.113.12';
const CONSOLE = 'console.amazonaws.com';

/** Members of a request or an answer in the samples' order; what a sample lacks is left out. */
const REQUEST: Readonly<Record<string, readonly string[]>> = {
  CreateRepository: [
    'repositoryName',
    'tags',
    'imageTagMutability',
    'imageScanningConfiguration',
    'encryptionConfiguration',
  ],
  PutImage: ['repositoryName', 'imageTag', 'imageDigest', 'registryId', 'imageManifest'],
  BatchGetImage: ['imageIds', 'acceptedMediaTypes', 'repositoryName', 'registryId'],
};
const ANSWER: Readonly<Record<string, { readonly member: string; readonly order: readonly string[] }>> = {
  CreateRepository: {
    member: 'repository',
    order: ['repositoryArn', 'repositoryName', 'repositoryUri', 'createdAt', 'registryId'],
  },
  PutImage: { member: 'image', order: ['repositoryName', 'imageManifest', 'registryId', 'imageId'] },
};
/** The sample's own order of what the client accepts. */
const ACCEPTED = [
  'application/json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
];

function pick(value: JsonObject, order: readonly string[]): JsonObject {
  const picked: Record<string, Json> = {};
  for (const member of order) {
    const found = value[member];
    if (found !== undefined) picked[member] = found;
  }
  return picked;
}

function request(call: ApiCall): Json {
  const order = REQUEST[call.operation];
  const parameters = requestOf(call);
  if (parameters === null || order === undefined) return parameters;
  const picked = pick(parameters, order);
  return 'acceptedMediaTypes' in picked ? { ...picked, acceptedMediaTypes: ACCEPTED } : picked;
}

function answer(call: ApiCall): Json {
  if (call.response === undefined || !showsAnswer(call.operation)) return null;
  const dated = withDates(call, call.response, (instant) => localised(instant, false));
  const known = ANSWER[call.operation];
  const inner = known === undefined ? undefined : dated[known.member];
  if (known === undefined || typeof inner !== 'object' || inner === null) return dated;
  return { [known.member]: pick(inner as JsonObject, known.order) };
}

/** The samples' sessionContext: attributes first, an issuer only for roles; with KMS the order of real records. */
function sessionContext(caller: Caller, service: ApiCall['service']): JsonObject | undefined {
  const { session } = caller;
  if (session === undefined) return undefined;
  const attributes = { mfaAuthenticated: String(session.mfa), creationDate: seconds(session.creationDate) };
  if (service === 'kms')
    return {
      sessionIssuer: session.issuer === undefined ? {} : { ...session.issuer },
      webIdFederationData: {},
      attributes,
    };
  return { attributes, ...(session.issuer === undefined ? {} : { sessionIssuer: { ...session.issuer } }) };
}

function userIdentity(caller: Caller, service: ApiCall['service']): JsonObject {
  if (caller.kind === 'AWSService') return { type: 'AWSService', invokedBy: caller.invokedBy ?? 'AWS Internal' };
  if (caller.kind === 'none') return { accountId: caller.accountId, invokedBy: caller.invokedBy ?? 'AWS Internal' };
  if (caller.identityProvider !== undefined) {
    const { kind, principalId = '', userName = '', identityProvider } = caller;
    return { type: kind, principalId, userName, identityProvider };
  }
  const session = sessionContext(caller, service);
  return {
    type: caller.kind,
    ...(caller.principalId === undefined ? {} : { principalId: caller.principalId }),
    ...(caller.arn === undefined ? {} : { arn: caller.arn }),
    accountId: caller.accountId,
    ...(caller.accessKeyId === undefined ? {} : { accessKeyId: caller.accessKeyId }),
    ...(caller.userName === undefined ? {} : { userName: caller.userName }),
    ...(session === undefined ? {} : { sessionContext: session }),
    ...(service === 'kms' ? { invokedBy: 'AWS Internal' } : {}),
  };
}

/** As the samples of "Logging Amazon ECR actions with AWS CloudTrail" show it, member for member; DISCOVERIES says where real accounts differ. */
export const documented: Wording = {
  call: (call, { account, region, id }): CloudTrailRecord => {
    const { caller, service, failure } = call;
    const additional = additionalOf(call);
    const own = caller.via === 'service' ? caller.invokedBy : undefined;
    return {
      eventVersion: service === 'ecr' ? '1.04' : '1.05',
      userIdentity: userIdentity(caller, service),
      eventTime: seconds(call.at),
      eventSource: EVENT_SOURCE[service],
      eventName: call.operation,
      awsRegion: region,
      sourceIPAddress: caller.sourceIPAddress ?? own ?? EXAMPLE_ADDRESS,
      userAgent: caller.userAgent ?? own ?? CONSOLE,
      ...(failure === undefined ? {} : { errorCode: failure.code, errorMessage: failure.message }),
      requestParameters: failure?.early === true ? null : request(call),
      responseElements: answer(call),
      ...(additional === undefined ? {} : { additionalEventData: additional }),
      requestID: id(),
      eventID: id(),
      ...(service === 'kms' ? { readOnly: isReadOnly(call.operation) } : {}),
      ...(call.resources.length === 0
        ? {}
        : {
            resources: call.resources.map(({ arn, accountId, type }) =>
              type === undefined ? { ARN: arn, accountId } : { accountId, type, ARN: arn },
            ),
          }),
      eventType: 'AwsApiCall',
      recipientAccountId: account,
    };
  },

  service: (action, circumstances) =>
    action.lifecycle === undefined
      ? // The documents have no sample of what else ECR does by itself.
        observed.service(action, circumstances)
      : lifecycleDetails(
          action.repository,
          action.lifecycle,
          circumstances.options.imagesPerPolicyExecutionEvent,
          true,
        ).map((part) => lifecycleRecord(action, part, circumstances)),
};

function lifecycleRecord(
  action: ServiceAction,
  part: JsonObject,
  { account, region, id }: Circumstances,
): CloudTrailRecord {
  return {
    eventVersion: '1.05',
    userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
    eventTime: seconds(action.at),
    eventSource: EVENT_SOURCE.ecr,
    eventName: action.kind === 'lifecycle-preview' ? 'DryRunEvent' : 'PolicyExecutionEvent',
    awsRegion: region,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    eventID: id(),
    readOnly: true,
    resources: [{ ARN: action.repositoryArn, accountId: account, type: 'AWS::ECR::Repository' }],
    eventType: 'AwsServiceEvent',
    recipientAccountId: account,
    serviceEventDetails: part,
  };
}
