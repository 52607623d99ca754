import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openMeasures } from '../../../../src/load/measure/open-measures.ts';
import { openSightings } from '../../../../src/load/measure/open-sightings.ts';
import { readResult } from '../../../../src/load/result/read-result.ts';
import { sayResult } from '../../../../src/load/result/say-result.ts';
import type { LoadResult } from '../../../../src/load/result/result.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'ecreplay-result-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function result(): LoadResult {
  const measures = openMeasures(1, 1_000_000);
  const sightings = openSightings({ events: 10, shard: { index: 0, of: 1 }, until: 'delivered' });
  for (let seq = 0; seq < 10; seq += 1) {
    measures.count('sent', 0, 0);
    measures.timed('publish', 0, 0, 1_000 * seq);
    sightings.accepted(seq);
    if (seq !== 4) sightings.delivered(seq);
  }
  return {
    ecreplay: 'load',
    version: 1,
    plan: { name: 'p', description: 'x', digest: 'd', seed: 1, target: 'the embedded bus', thresholds: [] },
    run: 'r',
    start: '2026-01-15T09:30:00.000Z',
    duration: 1_000_000,
    took: 1_200_000,
    shards: [{ index: 1, of: 1 }],
    phases: [{ name: '1 constant', begins: 0, ends: 1_000_000, wanted: 10 }],
    observed: { delivery: true, completion: false },
    measures: measures.taken(),
    sightings: sightings.taken(),
    judgements: [],
    void: [],
  };
}

function written(value: unknown): string {
  const file = join(FOLDER, 'r.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

test('what was written is read again, and members that a later version adds are let through', async () => {
  expect(await readResult(written(result()))).toEqual(result());
  expect(await readResult(written({ ...result(), more: 1 }))).toMatchObject({ run: 'r' });
});

test('a result is said in words', () => {
  expect(sayResult(result())).toContain('p: 10 events in 1s to the embedded bus, 10/s');
});

test('what a stop rule has ended says so at its end, and that no event was for anybody is said, too', () => {
  expect(sayResult({ ...result(), stopped: 'stopped because "errors > 5%" held for 10 s' })).toMatch(
    /ended before its time: stopped because .*\n\nthe stop rule of the plan ended it$/,
  );
  const measures = openMeasures(1, 1_000_000);
  for (const name of ['sent', 'accepted', 'unmatched'] as const) measures.count(name, 0, 0, 10);
  expect(sayResult({ ...result(), measures: measures.taken() })).toContain('no event was for a consumer: no rule');
  expect(sayResult(result())).not.toContain('no event was for a consumer');
});

const DAMAGED = 'it is damaged';
test.each([
  ['is no JSON', '{"ecreplay":"load","vers', 'it is no JSON, or was cut off'],
  ['is something else', { a: 1 }, 'it is not the result of a load run'],
  ['is a list', [], 'it is not the result of a load run'],
  ['is of another version', { ecreplay: 'load', version: 2 }, 'it is of version 2, and this ecreplay reads 1'],
  ['lacks a member', { ...result(), phases: undefined }, '"phases" is not what a result has there'],
  ['counts less than nothing', patched((each) => (each.counts.sent = -1)), '"measures.phases.0.counts.sent"'],
  ['has a histogram that is none', patched((each) => (each.legs.publish.histogram = 'AAAA')), DAMAGED],
  [
    'has half a histogram',
    patched((each) => (each.legs.publish.histogram = each.legs.publish.histogram.slice(0, 40))),
    DAMAGED,
  ],
  [
    'has planes that are none',
    { ...result(), sightings: { of: 1, events: 10, blocks: [[0, 0, 'AAAA']], ended: [] } },
    DAMAGED,
  ],
  [
    'is of other events than it says',
    { ...result(), sightings: { of: 1, events: 11, blocks: [], ended: [] } },
    'its phases have 10 events',
  ],
  [
    'is of a shard beyond the last',
    { ...result(), shards: [{ index: 2, of: 1 }] },
    'it is of shard 2 of 1, which there is not',
  ],
] as const)('a file that %s is refused, and says why', async (_, value, says) => {
  await expect(readResult(written(value))).rejects.toMatchObject({
    code: 'LOAD_RESULT',
    message: expect.stringContaining(says) as string,
  });
});

test('a file that is not there is said to be so', async () => {
  await expect(readResult(join(FOLDER, 'none.json'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

interface Patched {
  readonly counts: { sent: number };
  readonly legs: { readonly publish: { histogram: string } };
}

/** A result of which something in its phase is changed. */
function patched(change: (phase: Patched) => void): unknown {
  const copy = structuredClone(result()) as unknown as { readonly measures: { readonly phases: readonly [Patched] } };
  change(copy.measures.phases[0]);
  return copy;
}
