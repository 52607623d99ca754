import type { ApiCall, ServiceAction } from '../registry/activity.ts';
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
  /** What ECR did by itself: none where nothing is recorded, several where a record would be too long. */
  service(action: ServiceAction, circumstances: Circumstances): readonly CloudTrailRecord[];
}
