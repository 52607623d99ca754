import type { Instant, Milliseconds } from '../clock.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads a duration that the format has accepted. */
export function toMilliseconds(text: string): Milliseconds {
  if (text === '0') return 0;
  const unit = /[a-z]+$/.exec(text)?.[0] as keyof typeof UNITS;
  // To the microsecond: 1.1s is 1100 ms, not 1100.0000000000002.
  return Math.round(Number(text.slice(0, -unit.length)) * UNITS[unit] * 1_000) / 1_000;
}

/** Reads an instant that the format has accepted. */
export function toInstant(text: string): Instant {
  return Date.parse(text);
}
