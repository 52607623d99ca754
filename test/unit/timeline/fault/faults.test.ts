import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../../src/random.ts';
import type { FaultInput } from '../../../../src/scenario/fault.ts';
import { delay } from '../../../../src/timeline/fault/delay.ts';
import { drop } from '../../../../src/timeline/fault/drop.ts';
import { duplicate } from '../../../../src/timeline/fault/duplicate.ts';
import { disturb, toFaults } from '../../../../src/timeline/fault/faults.ts';
import { none } from '../../../../src/timeline/fault/none.ts';
import { reorder } from '../../../../src/timeline/fault/reorder.ts';
import type { Delivery, Timeline } from '../../../../src/timeline/timeline.ts';
import { anyTimeline, idsOf, imageAction } from '../deliveries.ts';

const PUSHES = { detail: { 'action-type': ['PUSH'] } };

const anyFault: fc.Arbitrary<FaultInput> = fc.oneof(
  fc.record({ duplicate: fc.record({ chance: chance(), after: duration() }) }),
  fc.record({ reorder: fc.record({ within: duration() }) }),
  fc.record({ delay: fc.record({ by: duration(), chance: chance() }) }),
  fc.record({ drop: fc.record({ chance: chance() }) }),
);

function chance(): fc.Arbitrary<number> {
  return fc.constantFrom(0, 0.3, 1);
}

function duration(): fc.Arbitrary<string> {
  return fc.constantFrom('0', '1ms', '3s', '1m');
}

/** So many events, a second apart. */
function evenly(many: number): Timeline {
  return Array.from({ length: many }, (_, index) => {
    const at = (index + 1) * 1_000;
    return { at, emittedAt: at - 1_000, event: imageAction(`event-${index}`), reaches: 'enabled', faults: [] };
  });
}

function isSorted(timeline: Timeline): boolean {
  return timeline.every(({ at }, index) => index === 0 || at >= timeline[index - 1]!.at);
}

function isPush({ event }: Timeline[number]): boolean {
  return event.detail['action-type'] === 'PUSH';
}

describe('whatever faults there are', () => {
  const anyFaults = fc.array(anyFault, { maxLength: 4 });

  test('they invent no event and change none', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) => {
        const events = new Set(timeline.map(({ event }) => event));
        const disturbed = disturb(timeline, toFaults(faults), seeded(seed));
        expect(disturbed.every(({ event }) => events.has(event))).toBe(true);
      }),
    );
  });

  test('nothing arrives earlier than without them, and the moment of emission stays', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) => {
        const before = new Map(timeline.map((delivery) => [delivery.event.id, delivery]));
        for (const { at, emittedAt, event } of disturb(timeline, toFaults(faults), seeded(seed))) {
          expect(at).toBeGreaterThanOrEqual(before.get(event.id)!.at);
          expect(emittedAt).toBe(before.get(event.id)!.emittedAt);
        }
      }),
    );
  });

  test('arrivals are in order', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) =>
        isSorted(disturb(timeline, toFaults(faults), seeded(seed))),
      ),
    );
  });

  test('the same seed disturbs the same way', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) => {
        const once = disturb(timeline, toFaults(faults), seeded(seed));
        expect(disturb(timeline, toFaults(faults), seeded(seed))).toEqual(once);
      }),
    );
  });

  test('the timeline they were given stays as it was', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) => {
        const before = structuredClone(timeline);
        disturb(timeline, toFaults(faults), seeded(seed));
        expect(timeline).toEqual(before);
      }),
    );
  });

  test('what moved, came twice or came late says which fault did it', () => {
    fc.assert(
      fc.property(anyTimeline, anyFaults, fc.nat(), (timeline, faults, seed) => {
        const undisturbed = new Map(timeline.map(({ event, at }) => [event.id, at]));
        for (const delivery of disturb(timeline, toFaults(faults), seeded(seed))) {
          if (delivery.faults.length === 0) expect(delivery.at).toBe(undisturbed.get(delivery.event.id));
        }
      }),
    );
  });
});

test('another fault behind it leaves what a fault does as it was', () => {
  fc.assert(
    fc.property(anyTimeline, anyFault, fc.nat(), (timeline, fault, seed) => {
      const alone = disturb(timeline, toFaults([fault]), seeded(seed));
      const first = disturb(timeline, toFaults([fault, { delay: { by: '0', chance: 0 } }]), seeded(seed));
      expect(first).toEqual(alone);
    }),
  );
});

test('none changes nothing', () => {
  fc.assert(
    fc.property(anyTimeline, (timeline) => {
      expect(none()(timeline, seeded(1))).toEqual(timeline);
    }),
  );
});

test('duplicate keeps every arrival and adds copies with the same id', () => {
  fc.assert(
    fc.property(anyTimeline, chance(), fc.nat(), (timeline, likely, seed) => {
      const disturbed = duplicate({ chance: likely, after: '3s' })(timeline, seeded(seed));
      expect(disturbed.filter(({ faults }) => faults.length === 0)).toEqual(timeline);
      for (const copy of disturbed.filter(({ faults }) => faults.includes('duplicate'))) {
        const original = timeline.find(({ event }) => event === copy.event);
        expect(copy.at - original!.at).toBe(3_000);
      }
    }),
  );
});

test('a certain duplicate delivers everything twice', () => {
  fc.assert(
    fc.property(anyTimeline, (timeline) => {
      const ids = idsOf(duplicate({ chance: 1, after: '1s' })(timeline, seeded(1)));
      expect(ids.toSorted()).toEqual([...idsOf(timeline), ...idsOf(timeline)].toSorted());
    }),
  );
});

test('reorder is a permutation that moves nothing by more than it may', () => {
  fc.assert(
    fc.property(anyTimeline, fc.nat(), (timeline, seed) => {
      const disturbed = reorder({ within: '10s' })(timeline, seeded(seed));
      expect(idsOf(disturbed).toSorted()).toEqual(idsOf(timeline).toSorted());
      for (const { at, event } of disturbed) {
        const moved = at - timeline.find((one) => one.event === event)!.at;
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(10_000);
      }
    }),
  );
});

test('reorder does swap neighbours', () => {
  const timeline = evenly(20);
  expect(idsOf(reorder({ within: '1m' })(timeline, seeded(1)))).not.toEqual(idsOf(timeline));
});

test('a certain delay moves every arrival by what it says', () => {
  fc.assert(
    fc.property(anyTimeline, (timeline) => {
      const disturbed = delay({ by: '5m', chance: 1 })(timeline, seeded(1));
      expect(disturbed.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at + 300_000));
    }),
  );
});

test('drop loses some arrivals and leaves the rest as they were', () => {
  fc.assert(
    fc.property(anyTimeline, fc.nat(), (timeline, seed) => {
      const left = drop({ chance: 0.5 })(timeline, seeded(seed));
      expect(timeline.filter((delivery) => left.includes(delivery))).toEqual(left);
    }),
  );
  fc.assert(fc.property(anyTimeline, (timeline) => drop({ chance: 1 })(timeline, seeded(1)).length === 0));
});

test('a chance of a third strikes about a third of the time', () => {
  const left = drop({ chance: 1 / 3 })(evenly(3_000), seeded(1)).length;
  expect(left).toBeGreaterThan(1_850);
  expect(left).toBeLessThan(2_150);
});

describe('a fault with a pattern', () => {
  test.each<[string, FaultInput]>([
    ['duplicate', { duplicate: { chance: 1, after: '1s', only: PUSHES } }],
    ['reorder', { reorder: { within: '10s', only: PUSHES } }],
    ['delay', { delay: { by: '10s', chance: 1, only: PUSHES } }],
    ['drop', { drop: { chance: 1, only: PUSHES } }],
  ])('%s touches what matches and nothing else', (_, fault) => {
    fc.assert(
      fc.property(anyTimeline, fc.nat(), (timeline, seed) => {
        const disturbed = disturb(timeline, toFaults([fault]), seeded(seed));
        expect(disturbed.filter((one) => !isPush(one))).toEqual(timeline.filter((one) => !isPush(one)));
        for (const { faults, event } of disturbed) {
          if (faults.length > 0) expect(event.detail['action-type']).toBe('PUSH');
        }
      }),
    );
  });
});

test('faults are recorded in the order they happened', () => {
  const disturbed = disturb(
    evenly(1),
    toFaults([{ duplicate: { chance: 1, after: '1s' } }, { delay: { by: '1s', chance: 1 } }]),
    seeded(1),
  );
  expect(disturbed.map(({ faults }) => faults)).toEqual([['delay'], ['duplicate', 'delay']]);
});

test('faults that would make more arrivals than memory holds are refused with the fault that does it', () => {
  const one: Delivery = { at: 0, emittedAt: 0, event: imageAction('1'), reaches: 'enabled', faults: [] };
  const doubling = Array.from({ length: 24 }, (): FaultInput => ({ duplicate: { chance: 1, after: '1s' } }));
  expect(() => disturb([one], toFaults(doubling), seeded(1))).toThrow(/after fault 20 there are 1048576 arrivals/);
});
