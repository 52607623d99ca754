import { expect, test } from 'vitest';
import { fingerprint } from '../../../src/vitest/fingerprint.ts';

test('names the version and every source that decides what a scenario is turned into', () => {
  const edition = fingerprint();
  expect(edition).toMatch(/^ecreplay@\d+\.\d+\.\d+\|/);
  for (const file of ['vitest/emit.ts', 'vitest/plugin.ts', 'scenario/read.ts', 'scenario/step.ts']) {
    expect(edition).toMatch(new RegExp(`\\|${file}:\\d+:[\\d.]+`));
  }
});

test('is the same for the same sources', () => {
  expect(fingerprint()).toBe(fingerprint());
});
