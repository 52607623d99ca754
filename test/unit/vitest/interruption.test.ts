import { expect, onTestFinished, test } from 'vitest';
import { interruption, openAnnouncer } from '../../../src/vitest/interruption.ts';

test('whoever listens is told of an interruption, also when it has come before', async () => {
  const announcer = openAnnouncer();
  onTestFinished(() => announcer.close());
  announcer.announce();
  const signal = interruption();
  expect(signal.aborted).toBe(false);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  expect(signal.aborted).toBe(true);
  expect(interruption()).toBe(signal);
});
