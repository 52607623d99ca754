import type { Consumer } from '../../src/consumer/consumer.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import type { Delivery } from '../../src/timeline/timeline.ts';
import { delivery as arrival, PUSH as BARE } from '../contract/bus/bed.ts';

/** A push, as AWS says it. */
export const PUSH: BusEvent = {
  ...BARE,
  resources: ['arn:aws:ecr:us-east-2:123456789012:repository/web'],
  detail: { result: 'SUCCESS', 'repository-name': 'web', 'action-type': 'PUSH', 'image-tag': '1.4.2', size: 7 },
};

/** An arrival of that event, or of another. */
export function delivery(event: BusEvent = PUSH, more: Partial<Delivery> = {}): Delivery {
  return arrival(event, more);
}

/** A consumer that keeps what it is called with. */
export function recording(name: string, seen: unknown[] = []): Consumer {
  return {
    name,
    invoke: (event, { at, emittedAt, rule, eventId }) => {
      seen.push(event);
      const invocation = { consumer: name, rule, eventId, requestId: String(seen.length), at, emittedAt, took: 1 };
      return Promise.resolve({ ...invocation, outcome: { kind: 'returned', value: null }, calls: [], refusals: [] });
    },
  };
}
