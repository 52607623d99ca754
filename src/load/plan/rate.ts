import { z } from 'zod';
import { wording } from '../../scenario/words.ts';

/** More than any bus takes, and than one schedule is walked at. */
export const MOST_RATE = 1_000_000;

const PER: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const FORM = /^(\d{1,9}(?:\.\d{1,6})?)\/([smh])$/;

/** Reads a rate as events a second: `100`, `100/s`, `6000/m`; undefined where it is none. */
export function toRate(written: number | string): number | undefined {
  const [, amount, per] = typeof written === 'number' ? [] : (FORM.exec(written) ?? []);
  const rate = typeof written === 'number' ? written : Number(amount) / (PER[per ?? ''] ?? Number.NaN);
  return Number.isFinite(rate) && rate >= 0 && rate <= MOST_RATE ? rate : undefined;
}

/** A rate, above zero or from it on. */
function rateFrom(zero: 'with zero' | 'above zero') {
  const least = zero === 'with zero' ? 'from 0' : 'above 0';
  const noun = `a rate ${least} up to a million events a second, such as 100, 100/s or 6000/m`;
  const sound = (written: number | string): boolean => {
    const rate = toRate(written);
    return rate !== undefined && (zero === 'with zero' || rate > 0);
  };
  return z
    .union([
      (zero === 'with zero' ? z.number().min(0) : z.number().gt(0)).max(MOST_RATE).register(wording, { noun }),
      z
        .string()
        .regex(/^\d{1,9}(\.\d{1,6})?\/[smh]$/)
        .refine(sound)
        .register(wording, { noun }),
    ])
    .register(wording, { noun });
}

/** A rate of events. */
export const rate = rateFrom('above zero');
/** One that may be none at all. */
export const rateOrNone = rateFrom('with zero');
