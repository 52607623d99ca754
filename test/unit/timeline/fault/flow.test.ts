import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from '../../../../src/random.ts';
import { disturb, toFaults } from '../../../../src/timeline/fault/faults.ts';
import { faultFlow, isOfEach } from '../../../../src/timeline/fault/flow.ts';
import type { FaultInput } from '../../../../src/scenario/fault.ts';
import type { Timeline } from '../../../../src/timeline/timeline.ts';
import { anyTimeline } from '../deliveries.ts';

const PUSHES = { detail: { 'action-type': ['PUSH'] } };

const anyFault: fc.Arbitrary<FaultInput> = fc.constantFrom<FaultInput>(
  { duplicate: { chance: 0.5, after: '3s' } },
  { reorder: { within: '10s' } },
  { delay: { by: '7s', chance: 0.4, only: PUSHES } },
  { drop: { chance: 0.3 } },
  { change: { set: { 'detail.added': true }, only: PUSHES } },
);

/** A timeline in parts of a size. */
function parts(timeline: Timeline, size: number): readonly Timeline[] {
  return Array.from({ length: Math.ceil(timeline.length / size) }, (_, at) =>
    timeline.slice(at * size, (at + 1) * size),
  );
}

test('faults happen to deliveries that go by as they do to all of them at once', () => {
  fc.assert(
    fc.property(
      anyTimeline,
      fc.array(anyFault, { maxLength: 3 }),
      fc.integer({ min: 1, max: 8 }),
      (timeline, faults, size) => {
        const flow = faultFlow(faults, seeded(7));
        const gone = [...parts(timeline, size).flatMap((part) => flow.next(part)), ...flow.end()];
        expect(gone).toEqual(disturb(timeline, toFaults(faults), seeded(7)));
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});

test.for<[boolean, FaultInput]>([
  [true, { drop: { chance: 0.5 } }],
  [false, { drop: { chance: 1, nth: 2 } }],
  [false, { overlap: { many: 2, turns: [] } }],
])('whether a fault looks at one delivery at a time is %s of %j', ([is, fault]) => {
  expect(isOfEach(fault)).toBe(is);
});
