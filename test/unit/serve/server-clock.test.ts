import { expect, test } from 'vitest';
import { openClock } from '../../../src/serve/server-clock.ts';

function unexpected(error: unknown): never {
  throw error;
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

test('what is due at once is done in its order, with what comes of it, and without what is taken off', async () => {
  const { agenda } = openClock('real', 0, unexpected);
  const done: string[] = [];
  agenda.after(0, () => {
    done.push('first');
    agenda.after(0, () => void done.push('of the first'));
    off();
  });
  const off = agenda.after(0, () => void done.push('taken off'));
  agenda.after(0, () => void done.push('last'));
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual(['first', 'last', 'of the first']);
});

test('what plans itself anew at once, for ever, leaves others their turn', async () => {
  const { agenda } = openClock('real', 0, unexpected);
  let times = 0;
  let stopped = false;
  function again(): void {
    times += 1;
    if (!stopped) agenda.after(0, again);
  }
  again();
  await turn();
  await turn();
  stopped = true;
  const before = times;
  await turn();
  await turn();
  expect(times).toBe(before + 1);
});

test('what fails at once is told, and what comes after it is done', async () => {
  const told: unknown[] = [];
  const { agenda } = openClock('real', 0, (error) => told.push(error));
  const done: string[] = [];
  agenda.after(0, () => {
    throw new Error('at once');
  });
  agenda.after(0, () => Promise.reject(new Error('later')));
  agenda.after(0, () => void done.push('last'));
  await turn();
  expect({ told: told.map(String), done }).toEqual({ told: ['Error: at once', 'Error: later'], done: ['last'] });
});
