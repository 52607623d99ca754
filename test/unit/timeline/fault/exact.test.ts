import { expect, test } from 'vitest';
import { seeded } from '../../../../src/random.ts';
import type { FaultInput } from '../../../../src/scenario/fault.ts';
import { disturb, toFaults } from '../../../../src/timeline/fault/faults.ts';
import type { Timeline } from '../../../../src/timeline/timeline.ts';
import { idsOf, imageAction } from '../deliveries.ts';

/** So many events, a second apart. */
function evenly(many: number): Timeline {
  return Array.from({ length: many }, (_, index) => {
    const at = (index + 1) * 1_000;
    return { at, emittedAt: at - 1_000, event: imageAction(`event-${index + 1}`), reaches: 'enabled', faults: [] };
  });
}

function disturbed(timeline: Timeline, ...faults: readonly FaultInput[]): Timeline {
  return disturb(timeline, toFaults(faults), seeded(1));
}

test('a fault with "nth" touches that arrival and no other', () => {
  expect(idsOf(disturbed(evenly(3), { drop: { nth: 2, chance: 1 } }))).toEqual(['event-1', 'event-3']);
  expect(idsOf(disturbed(evenly(3), { delay: { nth: 1, by: '90s', chance: 1 } }))).toEqual([
    'event-2',
    'event-3',
    'event-1',
  ]);
  expect(idsOf(disturbed(evenly(2), { duplicate: { nth: 2, after: '0s', chance: 1 } }))).toEqual([
    'event-1',
    'event-2',
    'event-2',
  ]);
});

test('"nth" counts only what the pattern beside it matches, and what faults before it have left', () => {
  const timeline = evenly(3);
  const only = { id: ['event-2', 'event-3'] };
  expect(idsOf(disturbed(timeline, { drop: { only, nth: 2, chance: 1 } }))).toEqual(['event-1', 'event-2']);
  expect(idsOf(disturbed(timeline, { drop: { nth: 1, chance: 1 } }, { drop: { nth: 1, chance: 1 } }))).toEqual([
    'event-3',
  ]);
});

test('an nth that never comes touches nothing', () => {
  expect(disturbed(evenly(2), { drop: { nth: 3, chance: 1 } })).toEqual(evenly(2));
});

test('a changed event has members set and removed, and the one before it stays as it was', () => {
  const timeline = evenly(2);
  const change = { nth: 1, set: { 'detail.added.inner': [1], source: 'aws.later' }, remove: ['detail.image-tag'] };
  const [first, second] = disturbed(timeline, { change });
  expect(first?.event).toMatchObject({ source: 'aws.later', detail: { added: { inner: [1] } } });
  expect(first?.event.detail).not.toHaveProperty('image-tag');
  expect(second?.event).toBe(timeline[1]?.event);
  expect(timeline[0]?.event.detail).not.toHaveProperty('added');
});

test('a change through a member that every object has leaves all other objects alone', () => {
  const [first] = disturbed(evenly(1), { change: { set: { '__proto__.polluted': true } } });
  expect(Object.keys(first?.event ?? {})).toContain('__proto__');
  expect({}).not.toHaveProperty('polluted');
});

test('arrivals that overlap come in one moment, the last one’s, one behind another', () => {
  const timeline = disturbed(evenly(4), { overlap: { only: { id: ['event-1', 'event-3'] }, many: 2, turns: [2, 1] } });
  expect(timeline.map(({ event, at, together }) => [event.id, at, together?.position])).toEqual([
    ['event-2', 2_000, undefined],
    ['event-1', 3_000, 1],
    ['event-3', 3_000, 2],
    ['event-4', 4_000, undefined],
  ]);
  expect(timeline[1]?.together).toMatchObject({ group: timeline[2]?.together?.group, turns: [2, 1] });
});

test('what has nothing to overlap with comes as it would', () => {
  expect(disturbed(evenly(2), { overlap: { nth: 2, many: 2, turns: [] } })).toEqual(evenly(2));
});

test('calls that fail and a crash are told of the arrival, and move nothing', () => {
  const [first, second] = disturbed(
    evenly(2),
    { fail: { nth: 2, call: 1, error: 'ThrottlingException', carriedOut: true } },
    { crash: { nth: 2, after: 3 } },
  );
  expect(first).not.toHaveProperty('mishaps');
  expect(second).toMatchObject({
    at: 2_000,
    faults: ['fail', 'crash'],
    mishaps: [{ call: 1, error: 'ThrottlingException', carriedOut: true }, { diesAfter: 3 }],
  });
});
