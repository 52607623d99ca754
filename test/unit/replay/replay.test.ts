import { expect, test } from 'vitest';
import type { Bus } from '../../../src/bus/bus.ts';
import { virtualClock } from '../../../src/clock.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { imageAction } from '../timeline/deliveries.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const THIRTY_DAYS = 30 * 86_400_000;

const timeline: Timeline = [0, 1_500, THIRTY_DAYS].map((after, index) => ({
  at: START + after,
  emittedAt: START,
  event: imageAction(`event-${index}`),
  reaches: 'enabled',
  faults: [],
}));

function busThat(deliver: Bus['deliver'], settle: Bus['settle'] = () => Promise.resolve()): Bus {
  return {
    name: 'listening',
    cannot: { retry: 'it only listens' },
    deliver,
    settle,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

test('a replay keeps the gaps between arrivals without waiting for them', async () => {
  const clock = virtualClock(START);
  const moments: number[] = [];
  const began = performance.now();
  await replay(
    timeline,
    busThat(() => {
      moments.push(clock.now() - START);
      return Promise.resolve({ matched: [], invocations: [] });
    }),
    clock,
  );
  expect(moments).toEqual([0, 1_500, THIRTY_DAYS]);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a run holds every arrival with what became of it, and what its bus cannot do', async () => {
  const run = await replay(
    timeline,
    busThat(({ event }) => Promise.resolve({ matched: [event.id], invocations: [] })),
    virtualClock(START),
  );
  expect(run.bus).toBe('listening');
  expect(run.cannot).toEqual({ retry: 'it only listens' });
  expect(run.arrivals.map(({ matched, delivery }) => [matched, delivery.event.id])).toEqual([
    [['event-0'], 'event-0'],
    [['event-1'], 'event-1'],
    [['event-2'], 'event-2'],
  ]);
});

test('an arrival that is due already is delivered at once', async () => {
  const clock = virtualClock(START + 60_000);
  await replay(
    timeline.slice(0, 2),
    busThat(() => Promise.resolve({ matched: [], invocations: [] })),
    clock,
  );
  expect(clock.now()).toBe(START + 60_000);
});

test('the next arrival waits until the one before is done', async () => {
  let busy = 0;
  let most = 0;
  await replay(
    timeline,
    busThat(async () => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise(setImmediate);
      busy -= 1;
      return { matched: [], invocations: [] };
    }),
    virtualClock(START),
  );
  expect(most).toBe(1);
});

test('a lost bus ends the replay with its error', async () => {
  const lost = busThat(() => Promise.reject(new Error('the bus is gone')));
  await expect(replay(timeline, lost, virtualClock(START))).rejects.toThrow('the bus is gone');
});

test('what deliveries have set going is through before the run is', async () => {
  const order: string[] = [];
  const note = (what: string): Promise<void> => Promise.resolve(void order.push(what));
  const bus = busThat(
    ({ event }) => note(event.id).then(() => ({ matched: [], invocations: [] })),
    () => note('settled'),
  );
  await replay(timeline, bus, virtualClock(START));
  expect(order).toEqual(['event-0', 'event-1', 'event-2', 'settled']);
});
