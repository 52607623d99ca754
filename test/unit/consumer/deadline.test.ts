import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  // Before the module, which takes its timers as it finds them.
  vi.useFakeTimers({ now: 0 });
  vi.resetModules();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sets deadlines, each under a name; tells which of them fell due, and when. */
async function clock() {
  const { deadline } = await import('../../../src/consumer/deadline.ts');
  const due: string[] = [];
  const set = (name: string, limit: number) =>
    deadline(limit, performance.now(), { expire: () => void due.push(`${name} at ${performance.now()}`) });
  return { due, set };
}

test('each deadline falls due when its time has passed, whatever else was set before it', async () => {
  const { due, set } = await clock();
  set('first', 100);
  vi.advanceTimersByTime(30);
  set('second', 100);
  set('short', 10);
  vi.advanceTimersByTime(200);
  expect(due).toEqual(['short at 40', 'first at 100', 'second at 130']);
});

test('a deadline that is cancelled does not fall due, and those around it do', async () => {
  const { due, set } = await clock();
  set('first', 100);
  const second = set('second', 100);
  set('third', 100);
  second.cancel();
  second.cancel();
  vi.advanceTimersByTime(100);
  expect(due).toEqual(['first at 100', 'third at 100']);
});

test('a deadline that is set when all others are over falls due', async () => {
  const { due, set } = await clock();
  set('first', 100).cancel();
  vi.advanceTimersByTime(60);
  set('second', 100);
  vi.advanceTimersByTime(99);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(due).toEqual(['second at 160']);
});

test('any number of deadlines of one length has one timer', async () => {
  const { set } = await clock();
  for (let index = 0; index < 1_000; index += 1) set(`number ${index}`, 100);
  expect(vi.getTimerCount()).toBe(1);
});

test('a process waits for a deadline, and not for one that is cancelled', () => {
  const code = `
    import { deadline } from '${new URL('../../../src/consumer/deadline.ts', import.meta.url).href}';
    deadline(60_000, performance.now(), { expire() {} }).cancel();
    deadline(60_001, performance.now(), { expire() {} }).cancel();
    deadline(20, performance.now(), { expire() {} }).cancel();
    deadline(20, performance.now(), { expire: () => console.log('expired') });
  `;
  const args = ['--input-type=module', '--eval', code];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'expired\n' });
});
