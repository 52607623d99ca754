import { expect, test } from 'vitest';
import { toInstant, toMilliseconds } from '../../../src/scenario/duration.ts';

test.each([
  ['0', 0],
  ['0s', 0],
  ['250ms', 250],
  ['30s', 30_000],
  ['5m', 300_000],
  ['12h', 43_200_000],
  ['14d', 1_209_600_000],
  ['1.1s', 1_100],
  ['4.35s', 4_350],
  ['1.005d', 86_832_000],
  ['0.5ms', 0.5],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(toMilliseconds(text)).toBe(milliseconds);
});

test('an instant is read to the millisecond', () => {
  expect(toInstant('2026-01-15T09:30:00Z')).toBe(Date.UTC(2026, 0, 15, 9, 30));
  expect(toInstant('2026-01-15T09:30:00.25Z')).toBe(Date.UTC(2026, 0, 15, 9, 30, 0, 250));
});
