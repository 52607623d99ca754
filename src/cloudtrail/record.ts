import type { Json, JsonObject } from '../registry/activity.ts';

/** A CloudTrail record. Members that a record may lack are optional; the order of keys is that of real records (facts 2.2). */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: JsonObject;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Json;
  readonly responseElements: Json;
  readonly additionalEventData?: JsonObject;
  readonly requestID?: string;
  readonly eventID: string;
  readonly readOnly?: boolean;
  readonly resources?: readonly JsonObject[];
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly managementEvent?: boolean;
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly serviceEventDetails?: JsonObject;
  readonly eventCategory?: 'Management';
  readonly tlsDetails?: JsonObject;
  readonly sessionCredentialFromConsole?: 'true';
}
