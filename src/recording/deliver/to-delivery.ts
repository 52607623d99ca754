import type { Instant } from '../../clock.ts';
import { envelope, reachOf } from '../../eventbridge/envelope.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { Recorded } from '../recorded.ts';
import type { Order } from './wanted.ts';

/** What was recorded, as it arrives on a bus: a record in the envelope that EventBridge puts around it, under the id of its own. */
export function toDelivery(recorded: Recorded, order: Order): Delivery {
  const event =
    recorded.channel === 'eventbridge' ? recorded.event : envelope(recorded.record, recorded.record.eventID);
  const emittedAt = happenedAt(recorded, event);
  return {
    at: order === 'event' ? emittedAt : recorded.arrivedAt,
    emittedAt,
    event,
    reaches: reachOf(event.detail),
    faults: [],
  };
}

/** The second in which it happened, by its own word. */
function happenedAt({ arrivedAt }: Recorded, { time }: BusEvent): Instant {
  const at = Date.parse(time);
  return Number.isNaN(at) ? arrivedAt : at;
}

/** Whether an event tells of a call that a record tells of, too. */
export function isViaCloudTrail(event: BusEvent): boolean {
  return event['detail-type'].endsWith(' via CloudTrail');
}
