import type { ApiCall, JsonObject, ServiceAction } from '../../registry/activity.ts';
import { INTERNAL, userIdentity } from '../identity.ts';
import { lifecycleDetails } from '../lifecycle-details.ts';
import { localised, seconds } from '../moment-text.ts';
import { additionalOf, EVENT_SOURCE, isReadOnly, requestOf, showsAnswer, withDates, withKey } from '../operation.ts';
import { origin, tlsDetails } from '../origin.ts';
import { quotation } from '../quotation.ts';
import type { CloudTrailRecord } from '../record.ts';
import { capped, cappedText } from '../size-caps.ts';
import type { Circumstances, Wording } from '../wording.ts';

/** Whether another account has a copy of the record: the caller's own, or that of the registry that was called. */
function isShared({ caller, service, resources }: ApiCall, account: string): boolean {
  if (caller.kind === 'AWSAccount') return caller.accountId !== account;
  const owner = service === 'ecr' ? resources[0]?.accountId : undefined;
  return owner !== undefined && owner !== account;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** As real accounts show it: the default. Order and presence of keys follow 2,900 real records (facts 2.2). */
export const observed: Wording = {
  call: (call, { account, region, options, id }) => {
    const { caller, operation, service, failure } = call;
    const { address, agent } = origin(call);
    const additional = additionalOf(call);
    // Member by member: spreading what may be absent costs as much as all the rest, and there are millions of records.
    const record: Mutable<Partial<CloudTrailRecord>> = {
      eventVersion: service === 'ecr' ? options.apiEventVersion : '1.11',
      userIdentity: userIdentity(caller, service),
      eventTime: seconds(call.at),
      eventSource: EVENT_SOURCE[service],
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: address,
      userAgent: cappedText(agent),
    };
    if (failure !== undefined) {
      record.errorCode = failure.code;
      record.errorMessage = cappedText(failure.message);
    }
    record.requestParameters = failure?.early === true ? null : capped('requestParameters', requestOf(call));
    record.responseElements =
      call.response === undefined || !showsAnswer(operation)
        ? null
        : capped(
            'responseElements',
            withDates(call, withKey(call, call.response), (instant) => localised(instant, true)),
          );
    if (additional !== undefined) record.additionalEventData = additional;
    record.requestID = id();
    record.eventID = id();
    record.readOnly = isReadOnly(operation);
    if (call.resources.length > 0)
      record.resources = call.resources.map(({ accountId, type, arn }) =>
        type === undefined ? { accountId, ARN: arn } : { accountId, type, ARN: arn },
      );
    record.eventType = 'AwsApiCall';
    record.managementEvent = true;
    record.recipientAccountId = account;
    // A call from one account to another is recorded in both; the copies share this id and nothing else.
    if (isShared(call, account)) record.sharedEventID = id();
    record.eventCategory = 'Management';
    const tls = tlsDetails(call, region);
    if (tls !== undefined) record.tlsDetails = tls;
    if (caller.via === 'console') record.sessionCredentialFromConsole = 'true';
    return record as CloudTrailRecord;
  },

  service: (action, circumstances) => {
    const { lifecycle, record } = action;
    if (record !== undefined) return [quotation(record, action.at, circumstances)];
    if (lifecycle !== undefined) {
      // No requestID, no type and no arn in userIdentity, readOnly true although images are gone: as the real one of 2025.
      const eventName = action.kind === 'lifecycle-preview' ? 'DryRunEvent' : 'PolicyExecutionEvent';
      const most = circumstances.options.imagesPerPolicyExecutionEvent;
      return lifecycleDetails(action.repository, lifecycle, most, false).map((details) =>
        serviceEvent(action, circumstances, { eventVersion: '1.09', by: INTERNAL, eventName, readOnly: true, details }),
      );
    }
    if (action.kind !== 'service-create-repository') return [];
    // As the real one of 2023, which a pull-through cache rule caused; for the other causes no record is public.
    const details = { repositoryName: action.repository };
    const by = 'ecr.amazonaws.com';
    return [
      serviceEvent(action, circumstances, {
        eventVersion: '1.08',
        by,
        eventName: 'CreateRepository',
        requestID: circumstances.id(),
        readOnly: false,
        details,
      }),
    ];
  },
};

interface ServiceWords {
  readonly eventVersion: string;
  readonly eventName: string;
  /** Who is said to have caused it. */
  readonly by: string;
  readonly requestID?: string;
  readonly readOnly: boolean;
  readonly details: JsonObject;
}

/** What ECR did by itself, and where: an image that is replicated makes its repository in another Region, maybe of another account. */
function serviceEvent(
  { at, repositoryArn, elsewhere }: ServiceAction,
  circumstances: Circumstances,
  { eventVersion, eventName, by, requestID, readOnly, details }: ServiceWords,
): CloudTrailRecord {
  const { account, region } = elsewhere ?? circumstances;
  return {
    eventVersion,
    userIdentity: { accountId: account, invokedBy: by },
    eventTime: seconds(at),
    eventSource: EVENT_SOURCE.ecr,
    eventName,
    awsRegion: region,
    sourceIPAddress: by,
    userAgent: by,
    requestParameters: null,
    responseElements: null,
    ...(requestID === undefined ? {} : { requestID }),
    eventID: circumstances.id(),
    readOnly,
    resources: [{ accountId: account, type: 'AWS::ECR::Repository', ARN: repositoryArn }],
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: capped('serviceEventDetails', details),
    eventCategory: 'Management',
  };
}
