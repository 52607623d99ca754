import { expect, test } from 'vitest';
import type { Beat } from '../../../../src/load/drive/beat.ts';
import { type Ending, openTroubles } from '../../../../src/load/drive/troubles.ts';
import { COUNTS, type Counts } from '../../../../src/load/measure/counts.ts';

const NONE = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts;

function beat(told: Partial<Beat>): Beat {
  const still = { due: 0, overslept: 0, retried: 0, inFlight: 0, waiting: 0, codes: {}, answered: false, last: false };
  return { ...still, records: new Float64Array(), ...told };
}

function codesOf(ending: Partial<Ending>): readonly string[] {
  const reasons = openTroubles().reasons({
    counts: { ...NONE, accepted: 1 },
    beats: [beat({ due: 1_000 })],
    lost: [],
    observers: [],
    stopped: undefined,
    isInterrupted: false,
    scheduled: 1_000,
    ...ending,
  });
  return reasons.map(({ code, says }) => `${code}: ${says}`);
}

test('a run on which nothing went wrong is not void', () => {
  expect(codesOf({})).toEqual([]);
});

test('a generator that comes late to more than one event in a hundred says so; a few are let pass', () => {
  expect(codesOf({ beats: [beat({ due: 1_000, overslept: 10 })] })).toEqual([]);
  expect(codesOf({ beats: [beat({ due: 900, overslept: 10 }), beat({ due: 100, overslept: 1 })] })).toEqual([
    'generator-late: the generator came to 11 of 1000 events more than 10 ms late',
  ]);
});

test('what was dropped, a worker and an observer that are lost, an interruption: each is said with its figure', () => {
  expect(codesOf({ counts: { ...NONE, accepted: 1, dropped: 3 } })).toEqual([
    'dropped: 3 events that were due were not sent: too many were under way',
  ]);
  expect(codesOf({ lost: [{ index: 1, says: 'out of memory' }], scheduled: 5_000 })).toEqual([
    'worker-lost: worker 2 was lost when 1000 of 5000 events had been due: out of memory',
  ]);
  expect(codesOf({ observers: [{ failure: () => undefined }, { failure: () => 'Cannot watch the queue' }] })).toEqual([
    'observer-lost: Cannot watch the queue',
  ]);
  expect(codesOf({ isInterrupted: true, stopped: 'interrupted', scheduled: 2_000 })).toEqual([
    'interrupted: interrupted when 1000 of 2000 events had been due',
  ]);
});

test('a target that answers nothing for half a minute while events go on failing is given up', () => {
  const troubles = openTroubles();
  const fail = (answered: boolean): void => troubles.heard(beat({ codes: { ECONNREFUSED: 5 }, answered }));
  fail(true);
  expect(troubles.isHopeless(0)).toBeUndefined();
  fail(false);
  expect(troubles.isHopeless(10e6)).toBeUndefined();
  fail(false);
  expect(troubles.isHopeless(39e6)).toBeUndefined();
  fail(true);
  expect(troubles.isHopeless(41e6)).toBeUndefined();
  fail(false);
  expect(troubles.isHopeless(51e6)).toBeUndefined();
  // Nothing was due meanwhile.
  expect(troubles.isHopeless(90e6)).toBeUndefined();
  fail(false);
  expect(troubles.isHopeless(91e6)).toBe('stopped because the target has answered nothing for 30 s (ECONNREFUSED)');
});

test('a target that has not failed yet is waited for, however long it takes', () => {
  const troubles = openTroubles();
  troubles.heard(beat({ inFlight: 10 }));
  expect(troubles.isHopeless(0)).toBeUndefined();
  expect(troubles.isHopeless(3_600e6)).toBeUndefined();
});
