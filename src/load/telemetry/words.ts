import { sayDuration } from '../../verdict/say.ts';

/** A number as a reader takes it in: `48,000`, and a decimal where it says something. */
export function sayNumber(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: Math.abs(number) < 10 ? 1 : 0 });
}

/** A latency, from microseconds, in the unit that suits it: `0.42 ms`, `31 ms`, `1.20 s`. */
export function sayLatency(latency: number): string {
  const milliseconds = latency / 1_000;
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  return `${milliseconds.toFixed(milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0)} ms`;
}

/** How long a run has gone on, or has yet to, from microseconds: to the second. */
export function saySpan(span: number): string {
  return sayDuration(Math.max(1, Math.round(span / 1_000_000)) * 1_000);
}
