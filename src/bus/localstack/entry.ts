import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '../../eventbridge/event.ts';

/**
 * Words an event as PutEvents takes it.
 *
 * LocalStack up to 4.14 takes the members that PutEvents has no place for from a trace header that is JSON. It is meant for its own use,
 * so a canary shows at each start whether it still does; what is no trace header harms nobody else.
 */
export function toEntry(event: BusEvent, EventBusName: string): PutEventsRequestEntry {
  return {
    EventBusName,
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: [...event.resources],
    Time: new Date(event.time),
    TraceHeader: JSON.stringify({
      original_id: event.id,
      original_region: event.region,
      original_account: event.account,
    }),
  };
}
