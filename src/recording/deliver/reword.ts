import { createHmac } from 'node:crypto';
import type { Milliseconds } from '../../clock.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import type { Delivery } from '../../timeline/timeline.ts';

/** A delivery as much later, and its event with it: in every member that says when. */
export function shifted(delivery: Delivery, by: Milliseconds): Delivery {
  if (by === 0) return delivery;
  const { event } = delivery;
  const { eventTime } = event.detail;
  return {
    ...delivery,
    at: delivery.at + by,
    emittedAt: delivery.emittedAt + by,
    event: {
      ...event,
      time: later(event.time, by),
      detail: typeof eventTime === 'string' ? { ...event.detail, eventTime: later(eventTime, by) } : event.detail,
    },
  };
}

/** A moment in the words of AWS: to the second, as it was. */
function later(time: string, by: Milliseconds): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return time;
  const text = new Date(at + by).toISOString();
  return time.includes('.') ? text : `${text.slice(0, 19)}Z`;
}

/** The members of a record that name it, or a request of which there may be several. */
const IDS = ['eventID', 'requestID', 'sharedEventID'];

/** Gives deliveries other ids: what bore the same one bears the same one again. */
export function renamed(key: string): (delivery: Delivery) => Delivery {
  const other = (id: string): string => {
    const hex = createHmac('sha256', key).update(id).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
  return (delivery) => {
    const { event } = delivery;
    const ids = Object.fromEntries(
      IDS.flatMap((name) => {
        const id = event.detail[name];
        return typeof id === 'string' ? [[name, other(id)]] : [];
      }),
    );
    const renamedEvent: BusEvent = { ...event, id: other(event.id), detail: { ...event.detail, ...ids } };
    return { ...delivery, event: renamedEvent };
  };
}
