import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveriesOf } from '../../../../src/recording/deliver/deliveries.ts';
import { survey } from '../../../../src/recording/deliver/survey.ts';
import type { DeliverWish } from '../../../../src/recording/deliver/wanted.ts';
import { writeRecording } from '../../../../src/recording/file/write-recording.ts';
import { lineOf, type Recorded } from '../../../../src/recording/recorded.ts';
import type { CloudTrailRecord } from '../../../../src/cloudtrail/record.ts';
import type { Delivery } from '../../../../src/timeline/timeline.ts';
import { event, record } from '../capture/said.ts';

const NINE = Date.parse('2026-01-15T09:00:00Z');

/** An event that happened so many seconds after nine, and arrived so many later. */
function told(id: string, second: number, late = 1): Recorded {
  const time = new Date(NINE + second * 1_000).toISOString().replace('.000', '');
  return { channel: 'eventbridge', arrivedAt: NINE + (second + late) * 1_000, event: event(id, time) };
}

function recordOf(eventID: string, second: number, more: object = {}): Recorded {
  const one = { ...record(eventID, new Date(NINE + second * 1_000).toISOString().replace('.000', '')), ...more };
  return { channel: 'cloudtrail', arrivedAt: NINE + second * 1_000, record: one as CloudTrailRecord };
}

async function delivered(lines: readonly Recorded[], wish: Partial<DeliverWish> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-test-'));
  try {
    const file = join(folder, 'it.ndjson.zst');
    const sink = await writeRecording(file, { source: { kind: 'test' }, redaction: 'none' });
    for (const line of lines) await sink.write(lineOf(line));
    await sink.finish();
    const whole: DeliverWish = { order: 'arrival', ...wish };
    const found = await survey(file, whole);
    const all: Delivery[] = [];
    for await (const part of deliveriesOf(file, whole, found)) all.push(...part);
    return { found, all, ids: all.map((delivery) => delivery.event.id) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('deliveries come in the order in which they arrived, or in that in which they happened', async () => {
  const lines = [told('late', 0, 60), told('soon', 2), told('sooner', 1)];
  expect((await delivered(lines)).ids).toEqual(['sooner', 'soon', 'late']);
  expect((await delivered(lines, { order: 'event' })).ids).toEqual(['late', 'sooner', 'soon']);
});

test('a recording that is in order already is known to be, and how many deliveries it has', async () => {
  const { found } = await delivered([told('a', 0), told('b', 1)]);
  expect(found).toMatchObject({
    count: 2,
    isSorted: true,
    first: NINE + 1_000,
    last: NINE + 2_000,
    region: 'us-east-2',
  });
});

test('more lines than are sorted at once are in order all the same, and nothing is left of the sorting', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('ecreplay-replay-'));
  const many = 60_000;
  // A step that has no divisor in common with the number comes by everything once.
  const lines = Array.from({ length: many }, (_, index) => told(`e-${index}`, (index * 7_919) % many));
  const { all } = await delivered(lines);
  expect(all).toHaveLength(many);
  expect(all.every((delivery, index) => index === 0 || delivery.at >= all[index - 1]!.at)).toBe(true);
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith('ecreplay-replay-'));
  expect(after.filter((name) => !before.includes(name))).toEqual([]);
});

test('only what happened in the window, matches the pattern, or failed is delivered', async () => {
  const lines = [
    told('before', 0),
    told('within', 10),
    told('after', 20),
    recordOf('denied', 10, { errorCode: 'AccessDenied' }),
    { ...told('dead', 11), deadLetter: { ERROR_CODE: 'NO_PERMISSIONS' } },
  ];
  const window = { from: NINE + 5_000, to: NINE + 20_000 };
  expect((await delivered(lines, window)).ids).toEqual(['denied', 'within', 'dead']);
  expect((await delivered(lines, { pattern: '{"detail":{"image-tag":["after"]}}' })).ids).toEqual(['after']);
  expect((await delivered(lines, { onlyFailures: true })).ids).toEqual(['denied', 'dead']);
});

test('records are delivered as EventBridge would bring them, unless events tell of such calls', async () => {
  const { all, found } = await delivered([recordOf('r-1', 0), recordOf('r-2', 1, { eventName: 'DescribeImages' })]);
  expect(all.map(({ event: { 'detail-type': type, source }, reaches }) => [type, source, reaches])).toEqual([
    ['AWS API Call via CloudTrail', 'aws.ecr', 'enabled'],
    ['AWS API Call via CloudTrail', 'aws.ecr', 'all'],
  ]);
  expect(found).toMatchObject({ count: 2, enveloped: 2 });
  const call: Recorded = {
    channel: 'eventbridge',
    arrivedAt: NINE,
    event: { ...event('e-1'), 'detail-type': 'AWS API Call via CloudTrail' },
  };
  const both = await delivered([recordOf('r-1', 0), call]);
  expect(both.ids).toEqual(['e-1']);
  expect(both.found).toMatchObject({ count: 1, enveloped: 0 });
});
