import type { Instant } from '../../clock.ts';
import type { CloudTrailRecord } from '../record.ts';

/** A record on its way out of CloudTrail. */
export interface Recorded {
  /** When the thing it tells of happened. */
  readonly at: Instant;
  readonly record: CloudTrailRecord;
  /** The record as compact JSON: what a log file holds. */
  readonly text: string;
}
