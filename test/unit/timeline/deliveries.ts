import fc from 'fast-check';
import type { BusEvent } from '../../../src/eventbridge/event.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

/** A native event of ECR as these tests need it: told apart by its id. */
export function imageAction(
  id: string,
  detail: Readonly<Record<string, unknown>> = { 'action-type': 'PUSH' },
): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:00Z',
    region: 'us-east-2',
    resources: [],
    detail,
  };
}

/** Any timeline: sorted arrivals of events with distinct ids, half of them PUSH and half DELETE. */
export const anyTimeline: fc.Arbitrary<Timeline> = fc
  .array(fc.record({ gap: fc.nat(5_000), push: fc.boolean() }), { maxLength: 30 })
  .map((gaps) => {
    let at = START;
    return gaps.map(({ gap, push }, index) => {
      at += gap;
      const event = imageAction(`event-${index}`, { 'action-type': push ? 'PUSH' : 'DELETE' });
      return { at, emittedAt: at - 1_000, event, reaches: 'enabled' as const, faults: [] };
    });
  });

/** Ids in arrival order. */
export function idsOf(timeline: Timeline): readonly string[] {
  return timeline.map(({ event }) => event.id);
}
