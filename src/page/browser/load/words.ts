import type { Leg } from '../../../load/measure/leg.ts';

/** What each leg is, for a reader who has not seen the documents. */
export const LEG_WORDS: Readonly<Record<Leg, { readonly name: string; readonly until: string }>> = {
  sending: { name: 'Sending', until: 'until the generator had handed it to the wire' },
  publish: { name: 'Publish', until: 'until the bus said that it has it' },
  delivery: { name: 'Delivery', until: 'until the consumer was given it' },
  completion: { name: 'Completion', until: 'until the consumer was done with it' },
};

/** A percentile from how rare it is: 100 is `99%`. */
export function sayPercentile(oneIn: number): string {
  const share = 1 - 1 / oneIn;
  const digits = Math.max(0, Math.ceil(Math.log10(oneIn) - 2 - 1e-9));
  return `${(share * 100).toFixed(digits)}%`;
}

/** A moment of the run, to the second. */
export function sayMoment(micros: number): string {
  const seconds = Math.round(micros / 1_000_000);
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** Which part of a whole: `0.1%`; nothing of nothing is nothing. */
export function sayShare(part: number, whole: number): string {
  if (part === 0) return '0%';
  const percent = (100 * part) / whole;
  return percent < 0.01 ? 'less than 0.01%' : `${Number(percent.toPrecision(2))}%`;
}

/** What has become of a figure: `+12%`, `as before`. */
export function sayChange(before: number, now: number): string {
  if (before === now) return 'as before';
  if (before === 0) return 'was none';
  const percent = (100 * (now - before)) / before;
  if (Math.abs(percent) < 0.5) return 'as before';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(0)}%`;
}
