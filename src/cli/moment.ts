import { toMilliseconds } from '../scenario/duration.ts';
import type { Instant, Milliseconds } from '../clock.ts';
import { Problem } from '../problem.ts';

/** Reads a moment of a flag: one such as 2026-01-15T09:30:00Z, or how long ago it was, such as `2h`. */
export function toMoment(flag: string, text: string | undefined, now: Instant = Date.now()): Instant | undefined {
  if (text === undefined) return undefined;
  if (DURATION.test(text)) return now - toMilliseconds(text);
  const at = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new Problem(
    'USAGE',
    `Cannot read "${flag} ${text}": wanted a time such as 2026-01-15T09:30:00Z, or how long ago, such as 2h`,
  );
}

/** Reads a length of time of a flag. */
export function toDuration(flag: string, text: string | undefined): Milliseconds | undefined {
  if (text === undefined) return undefined;
  if (DURATION.test(text)) return toMilliseconds(text);
  throw new Problem('USAGE', `Cannot read "${flag} ${text}": wanted a length of time such as 90s, 10m or 2h`);
}

const DURATION = /^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/;
