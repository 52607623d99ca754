import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayRecording, type ReplayWish } from '../../../src/rehearse/replay-recording.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { isKept, replayedJson, showReplayed } from '../../../src/report/replayed.ts';
import { event } from '../recording/capture/said.ts';

const NINE = Date.parse('2026-01-15T09:00:00Z');
const TOPSPEED: ReplayWish = { order: 'arrival', pace: { kind: 'topspeed' }, faults: [], time: 'keep', ids: 'keep' };

/** A folder with a recording of pushes, a second apart, and a handler. */
function project(pushes: number, handler: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-test-'));
  const lines = Array.from({ length: pushes }, (_, at) =>
    JSON.stringify(event(`e-${at}`, new Date(NINE + at * 1_000).toISOString().replace('.000', ''))),
  );
  writeFileSync(join(folder, 'it.ndjson'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'handler.mjs'), handler);
  const setup: Setup = {
    rules: [{ name: 'pushes', pattern: '{"source":["aws.ecr"]}', targets: [{ consumer: 'deployer' }] }],
    consumers: { deployer: { handler: 'handler.mjs#handler' } },
    root: folder,
  };
  const file = join(folder, 'it.ndjson');
  return {
    file,
    setup,
    replay: (wish: Partial<ReplayWish> = {}, audience = {}) =>
      replayRecording(file, { ...TOPSPEED, ...wish }, setup, audience),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

test('a recording is delivered to the consumers of a configuration, and counted', async () => {
  using it = project(5, 'export const handler = async () => "done";');
  const replayed = await it.replay();
  expect(replayed).toMatchObject({
    wanted: 5,
    delivered: 5,
    matched: 5,
    span: 4_000,
    consumers: { deployer: { invoked: 5, returned: 5, threw: 0, timedOut: 0 } },
    failures: [],
    isInterrupted: false,
  });
  expect(isKept(replayed)).toBe(true);
  expect(showReplayed(replayed, 'it.ndjson')).toContain('deployer  invoked 5 times: 5 returned');
});

test('a consumer that fails is tried again as Lambda does, and each way to fail is told once, with the event and its line of code', async () => {
  using it = project(
    4,
    `export const handler = async ({ id }) => {
  if (id === 'e-1' || id === 'e-3') throw new TypeError('no ' + id);
};`,
  );
  const replayed = await it.replay();
  expect(replayed.consumers).toEqual({ deployer: { invoked: 8, returned: 2, threw: 6, timedOut: 0 } });
  expect(replayed.failures).toMatchObject([
    { consumer: 'deployer', error: 'TypeError', message: 'no e-1', times: 6, eventId: 'e-1', rule: 'pushes' },
  ]);
  expect(replayed.failures[0]?.frame).toMatch(/handler\.mjs.*:2:/);
  const text = showReplayed(replayed, 'it.ndjson');
  expect(text).toContain('BROKEN  deployer failed 6 times with TypeError: no e-1');
  expect(text).toContain('npx ecreplay scenario it.ndjson --around e-1 --fails deployer');
  expect(JSON.parse(replayedJson(replayed, 'it.ndjson'))).toMatchObject({ kept: false, recording: 'it.ndjson' });
});

test('what is given up on lies in its dead-letter queue, and breaks the replay', async () => {
  using it = project(2, 'export const handler = async () => { throw new Error("never"); };');
  const setup: Setup = {
    ...it.setup,
    rules: [{ name: 'queued', pattern: '{"source":["aws.ecr"]}', targets: [{ queue: 'work' }] }],
    resources: {
      queues: { work: { redrive: { queue: 'dlq', maxReceiveCount: 1 } }, dlq: {} },
      eventSources: [{ queue: 'work', consumer: 'deployer' }],
    },
  };
  const replayed = await replayRecording(it.file, TOPSPEED, setup);
  expect(replayed.deadLetters).toHaveLength(2);
  expect(isKept(replayed)).toBe(false);
  expect(showReplayed(replayed, 'it.ndjson')).toMatch(/BROKEN {2}2 dead letters lie in "dlq"/);
});

test('a consumer that would leave the rehearsal breaks the replay', async () => {
  using it = project(1, `export const handler = () => fetch('https://example.com/').catch(() => undefined);`);
  const replayed = await it.replay();
  expect(replayed.refusals).toEqual([{ consumer: 'deployer', address: 'example.com:443', times: 1 }]);
  expect(isKept(replayed)).toBe(false);
});

test('faults happen on top, the same ones with the same seed', async () => {
  using it = project(40, 'export const handler = async () => {};');
  const faults: ReplayWish['faults'] = [{ duplicate: { chance: 0.5, after: '1s' } }];
  const counts = await Promise.all(
    [1, 1, 2].map(
      async (seed) => (await replayRecording(it.file, { ...TOPSPEED, faults }, { ...it.setup, seed })).delivered,
    ),
  );
  expect(counts[0]).toBeGreaterThan(40);
  expect(counts[0]).toBe(counts[1]);
  const once = await it.replay({ faults: [{ drop: { chance: 1, nth: 3 } }] });
  expect(once.delivered).toBe(39);
});

test('an interruption ends a replay, which tells how far it came', async () => {
  using it = project(50, 'export const handler = async () => {};');
  const ending = new AbortController();
  const replayed = await it.replay(
    {},
    { signal: ending.signal, delivered: (count: number) => count === 10 && ending.abort() },
  );
  expect(replayed).toMatchObject({ isInterrupted: true, delivered: 10, wanted: 50 });
  expect(showReplayed(replayed, 'it.ndjson')).toMatch(/^Interrupted: 10 deliveries of 50 events/);
});

test('times are shifted so that the first is now, and ids are new, where that is asked for', async () => {
  using it = project(
    2,
    `globalThis[Symbol.for('ecreplay.seen')] = [];
export const handler = async (event) => void globalThis[Symbol.for('ecreplay.seen')].push(event);`,
  );
  const before = Date.now();
  await it.replay({ time: 'shift', ids: 'new' });
  const seen = Reflect.get(globalThis, Symbol.for('ecreplay.seen')) as { readonly id: string; readonly time: string }[];
  const [first, second] = seen.map(({ time }) => Date.parse(time));
  expect(first).toBeGreaterThanOrEqual(Math.floor(before / 1_000) * 1_000);
  expect(second! - first!).toBe(1_000);
  expect(seen.map(({ id }) => id).includes('e-0')).toBe(false);
});
