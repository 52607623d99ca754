import { expect, test } from 'vitest';
import type { Bus, Fate } from '../../../src/bus/bus.ts';
import { virtualClock } from '../../../src/clock.ts';
import { Problem } from '../../../src/problem.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { Delivery } from '../../../src/timeline/timeline.ts';

const timeline = ['1', '2', '3', '4'].map((id, index): Delivery => ({
  at: index,
  emittedAt: 0,
  reaches: 'enabled',
  faults: [],
  event: {
    version: '0',
    id: `event-${id}`,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:00Z',
    region: 'us-east-2',
    resources: [],
    detail: {},
  },
}));

/** A bus that has each delivery in its turn, until it is lost over one. */
function losing(lostAt: string): Bus {
  const fates = new Map<Delivery, Fate>();
  return {
    name: 'losing',
    cannot: {},
    fates,
    deliver: (delivery) => {
      fates.set(delivery, delivery.event.id === lostAt ? 'unknown' : 'accepted');
      if (delivery.event.id === lostAt) throw new Problem('ENVIRONMENT_MISSING', 'Cannot go on: the bus is gone');
      return Promise.resolve({ matched: [], invocations: [] });
    },
    settle: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

test('a bus that is lost tells of every event: delivered, unknown, and not sent', async () => {
  await expect(replay(timeline, losing('event-3'), virtualClock(0))).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message:
      'Cannot go on: the bus is gone; 2 of 4 events had been delivered; the last of them "ECR Image Action" event-2; of 1 nobody knows: "ECR Image Action" event-3; 1 were not sent',
  });
});

test('an interruption delivers no more, and tells how far it got', async () => {
  const interruption = new AbortController();
  const bus = losing('none');
  const deliver = (delivery: Delivery) => {
    if (delivery.event.id === 'event-2') interruption.abort();
    return bus.deliver(delivery);
  };
  await expect(replay(timeline, { ...bus, deliver }, virtualClock(0), { signal: interruption.signal })).rejects.toThrow(
    'Cannot finish the rehearsal: it was interrupted; 2 of 4 events had been delivered; the last of them "ECR Image Action" event-2; 2 were not sent',
  );
});

test('a defect stays a defect', async () => {
  const bus = { ...losing('none'), deliver: () => Promise.reject(new TypeError('of ours')) };
  await expect(replay(timeline, bus, virtualClock(0))).rejects.toThrow(new TypeError('of ours'));
});
