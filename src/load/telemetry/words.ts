/** A number as a reader takes it in: `48,000`, and a decimal where it says something. */
export function sayNumber(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: Math.abs(number) < 10 ? 1 : 0 });
}

/** A latency, from microseconds, in the unit that suits it: `0.42 ms`, `31 ms`, `1.20 s`. */
export function sayLatency(latency: number): string {
  if (latency === 0) return '0 ms';
  const milliseconds = latency / 1_000;
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  return `${milliseconds.toFixed(milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0)} ms`;
}

/** How long a run has gone on, or has yet to, from microseconds: `42s`, `1m 12s`, `3h 5m`. */
export function saySpan(span: number): string {
  const seconds = Math.round(span / 1_000_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
