import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';

test('entries happen in order of time, and those of one time in the order they were planned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (delays) => {
      const agenda = virtualAgenda(1000);
      const seen: (readonly [number, number])[] = [];
      for (const [index, delay] of delays.entries())
        agenda.after(delay, () => void seen.push([agenda.now() - 1000, index]));
      await agenda.runUntil(2000);
      expect(seen).toEqual(
        delays.map((delay, index) => [delay, index] as const).toSorted(([a, i], [b, j]) => a - b || i - j),
      );
      expect(agenda.now()).toBe(2000);
    }),
  );
});

test('an action can plan more, and a day of retries takes no real time', async () => {
  const agenda = virtualAgenda(0);
  let tries = 0;
  function retry(): void {
    tries += 1;
    if (tries < 24) agenda.after(3_600_000, retry);
  }
  agenda.after(0, retry);
  await agenda.settle(86_400_000);
  expect(tries).toBe(24);
  expect(agenda.now()).toBe(23 * 3_600_000);
});

test('what was taken off does not happen, and what lies beyond stays planned', async () => {
  const agenda = virtualAgenda(0);
  const seen: string[] = [];
  const cancel = agenda.after(10, () => void seen.push('cancelled'));
  agenda.after(20, () => void seen.push('late'));
  cancel();
  await agenda.runUntil(15);
  expect(seen).toEqual([]);
  await agenda.runUntil(20);
  expect(seen).toEqual(['late']);
});

test('an asynchronous action is over before the next begins', async () => {
  const agenda = virtualAgenda(0);
  const seen: string[] = [];
  agenda.after(1, async () => {
    await Promise.resolve();
    seen.push('first');
  });
  agenda.after(1, () => void seen.push('second'));
  await agenda.runUntil(1);
  expect(seen).toEqual(['first', 'second']);
});

test('as much as there is may happen while time goes on: each moment counts anew', async () => {
  const agenda = virtualAgenda(0);
  let happened = 0;
  for (let moment = 1; moment <= 100_100; moment += 1) {
    await agenda.runUntil(moment);
    agenda.after(0, () => void (happened += 1));
    await agenda.settle(0);
  }
  expect(happened).toBe(100_100);
});

test('what sets itself off for ever at one moment is ended with a sentence, and timers fire meanwhile', async () => {
  const agenda = virtualAgenda(0);
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1);
  function again(): void {
    agenda.after(0, again);
  }
  again();
  await expect(agenda.runUntil(1)).rejects.toThrow(
    /things happen at 1970-01-01T00:00:00.000Z: something sets itself off for ever/,
  );
  expect(fired).toBe(true);
});
