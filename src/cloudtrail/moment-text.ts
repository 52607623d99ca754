import type { Instant } from '../clock.ts';

let lastSecond = Number.NaN;
let lastText = '';

/** `2026-01-15T09:30:00Z`: whole seconds, as `eventTime` and the `time` of an event have it. Neighbours share a second, so the last one is kept. */
export function seconds(instant: Instant): string {
  const second = Math.floor(instant / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A date as it stands in `responseElements`, in UTC: `Nov 27, 2020, 9:51:29 PM`. Older Java left out the comma behind
 * the year: `Jul 11, 2018 10:17:44 PM` (facts 2.2).
 */
export function localised(instant: Instant, commaBehindYear: boolean): string {
  const date = new Date(instant);
  const hour = date.getUTCHours();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}${commaBehindYear ? ',' : ''}`;
  return `${day} ${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}
