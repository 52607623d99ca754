import type { ApiCall, JsonObject, ServiceAction } from '../registry/activity.ts';
import type { Options } from '../scenario/options.ts';
import type { CloudTrailRecord } from './record.ts';

/** What a record needs besides the happening itself. */
export interface Circumstances {
  readonly account: string;
  readonly region: string;
  readonly options: Options;
  /** A fresh id: `eventID`, `requestID`. */
  readonly id: () => string;
}

/** A profile: how records are worded. */
export interface Wording {
  call(call: ApiCall, circumstances: Circumstances): CloudTrailRecord;
  /** `serviceEventDetails` of a lifecycle run, a part a record. */
  lifecycleParts(action: ServiceAction, circumstances: Circumstances): readonly JsonObject[];
  lifecycle(action: ServiceAction, part: JsonObject, circumstances: Circumstances): CloudTrailRecord;
}
