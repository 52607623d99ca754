import type { Recorded } from './recorded.ts';
import type { Section, Trail } from './trail.ts';

/** CloudTrail hands larger records to S3 only. */
const LARGEST = 256 * 1024;

/** Whether a record is small enough for a log group. */
export function fitsLogGroup({ text }: Pick<Recorded, 'text'>): boolean {
  // No text has fewer bytes than characters, and few come near.
  return text.length <= LARGEST / 4 || Buffer.byteLength(text) <= LARGEST;
}

/** The stream that the records of an account and Region are written to: `123456789012_CloudTrail_us-east-2`. */
export function logStreamName({ organization }: Trail, { account, region }: Section): string {
  return `${organization === undefined ? '' : `${organization}_`}${account}_CloudTrail_${region}`;
}
