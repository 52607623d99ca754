import { createRequire } from 'node:module';
import type * as Croner from 'croner';
import type { Instant } from '../../clock.ts';

/** When a scheduled rule is due next, after a moment; `undefined` for never again. */
export type Schedule = (after: Instant) => Instant | undefined;

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads a schedule expression, `rate(5 minutes)` or `cron(0 12 * * ? *)`; `undefined` where EventBridge refuses it. Rates count from `start`. */
export function readSchedule(expression: string, start: Instant): Schedule | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) {
    const [, count = '', unit = '', plural] = rate;
    // One minute, two minutes: EventBridge is particular about it.
    if (Number(count) < 1 || (Number(count) === 1) !== (plural === '')) return undefined;
    const period = Number(count) * UNITS[unit]!;
    return (after) => start + (Math.floor((after - start) / period) + 1) * period;
  }
  const cron = /^cron\(([^()]+)\)$/.exec(expression);
  return cron === null ? undefined : readCron(cron[1]!.trim().split(/\s+/));
}

/** AWS's six fields: minutes, hours, day of month, month, day of week, year; one of the days has to be `?`. */
function readCron(fields: readonly string[]): Schedule | undefined {
  const [minutes = '', hours = '', date = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6 || (date === '?') === (weekday === '?')) return undefined;
  if (fields.some((field, index) => field === '?' && index !== 2 && index !== 4)) return undefined;
  // Loaded late: few scenarios have a schedule.
  const { Cron } = createRequire(import.meta.url)('croner') as typeof Croner;
  try {
    const cron = new Cron(`0 ${minutes} ${hours} ${date} ${month} ${weekday === 'L' ? '7' : weekday} ${year}`, {
      timezone: 'UTC',
      // Sunday is 1, as with Quartz.
      alternativeWeekdays: true,
      // `0/5` is every five from zero on.
      sloppyRanges: true,
      paused: true,
    });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  } catch {
    return undefined;
  }
}
