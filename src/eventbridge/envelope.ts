import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import type { EventEmission } from './emission.ts';
import type { BusEvent } from './event.ts';

/** EventBridge filters by the name's prefix, never by readOnly: BatchGetImage does arrive (facts 4a). */
const READ_PREFIX = /^(?:Get|List|Describe)/;

/** A record in the envelope of the bus. */
export function envelope(record: CloudTrailRecord, id: string): BusEvent {
  return {
    version: '0',
    id,
    'detail-type':
      record.eventType === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.slice(0, record.eventSource.indexOf('.'))}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record as unknown as BusEvent['detail'],
  };
}

/** Which rules see an event with this detail: see `EventEmission.reaches`. */
export function reachOf({ eventType, eventName }: Readonly<Record<string, unknown>>): EventEmission['reaches'] {
  return eventType === 'AwsApiCall' && typeof eventName === 'string' && READ_PREFIX.test(eventName) ? 'all' : 'enabled';
}
