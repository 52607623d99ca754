import type { Consumer } from '../../src/consumer/consumer.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import type { Delivery } from '../../src/timeline/timeline.ts';

/** A push, as AWS says it. */
export const PUSH: BusEvent = {
  version: '0',
  id: '0f9cf8d1-1c1f-4b0e-9d0a-0d5f3c1e9a11',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-2',
  resources: ['arn:aws:ecr:us-east-2:123456789012:repository/web'],
  detail: { result: 'SUCCESS', 'repository-name': 'web', 'action-type': 'PUSH', 'image-tag': '1.4.2', size: 7 },
};

const AT = Date.parse('2026-01-15T09:30:01Z');

/** An arrival of that event, or of another. */
export function delivery(event: BusEvent = PUSH, more: Partial<Delivery> = {}): Delivery {
  return { at: AT, emittedAt: AT - 1_000, event, reaches: 'enabled', faults: [], ...more };
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
