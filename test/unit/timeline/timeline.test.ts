import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventEmission } from '../../../src/eventbridge/emission.ts';
import { DEFAULT_LATENCY, toLatency } from '../../../src/timeline/latency.ts';
import { toTimeline } from '../../../src/timeline/timeline.ts';
import { idsOf, imageAction } from './deliveries.ts';

function emission(id: string, at: number, origin: EventEmission['origin'] = 'native'): EventEmission {
  const event = imageAction(id);
  return { channel: 'eventbridge', at, cause: 0, event, text: JSON.stringify(event), origin, reaches: 'enabled' };
}

test('an event arrives its latency after it was emitted', () => {
  const [native, viaCloudTrail] = toTimeline(
    [emission('native', 5_000), emission('api', 5_000, 'cloudtrail')],
    DEFAULT_LATENCY,
  );
  expect(native).toMatchObject({ at: 6_000, emittedAt: 5_000, faults: [] });
  expect(viaCloudTrail).toMatchObject({ at: 65_000, emittedAt: 5_000, faults: [] });
});

test('a later native event overtakes an earlier one via CloudTrail', () => {
  const timeline = toTimeline([emission('api', 0, 'cloudtrail'), emission('native', 30_000)], DEFAULT_LATENCY);
  expect(idsOf(timeline)).toEqual(['native', 'api']);
});

test('records stay out of the timeline: only events travel on a bus', () => {
  const record = { channel: 'cloudtrail', at: 0, cause: 0, record: {}, text: '{}' } as never;
  expect(toTimeline([record, emission('native', 0)], DEFAULT_LATENCY)).toHaveLength(1);
});

test('a timeline keeps the member that tells who sees an event', () => {
  const [delivery] = toTimeline([{ ...emission('read', 0, 'cloudtrail'), reaches: 'all' }], DEFAULT_LATENCY);
  expect(delivery?.reaches).toBe('all');
});

test('arrivals are sorted, and those of one moment keep the order of their emission', () => {
  const emissions = fc
    .array(fc.record({ at: fc.nat(5), via: fc.boolean() }), { maxLength: 40 })
    .map((moments) => moments.map(({ at, via }, index) => emission(String(index), at, via ? 'cloudtrail' : 'native')));
  fc.assert(
    fc.property(emissions, (all) => {
      const timeline = toTimeline(all, { native: 1, cloudtrail: 2 });
      expect(timeline).toHaveLength(all.length);
      for (const [index, delivery] of timeline.entries()) {
        const before = timeline[index - 1];
        if (before === undefined) continue;
        expect(delivery.at).toBeGreaterThanOrEqual(before.at);
        if (delivery.at === before.at) expect(Number(delivery.event.id)).toBeGreaterThan(Number(before.event.id));
      }
    }),
  );
});

test('a scenario changes one latency and leaves the other as it is', () => {
  expect(toLatency({ cloudtrail: '5m' })).toEqual({ native: 1_000, cloudtrail: 300_000 });
  expect(toLatency({ native: '0' })).toEqual({ native: 0, cloudtrail: 60_000 });
});
