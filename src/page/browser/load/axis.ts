/** A scale of a picture: where a value stands between 0 and 1, and which values are written beside it. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly say: (value: number) => string;
}

/** About so many ticks are read at a glance. */
const TICKS = 6;

/** Equal steps from one value to another, at round numbers. */
export function linearAxis(from: number, to: number, say: Axis['say'], units: readonly number[] = []): Axis {
  const span = to > from ? to - from : 1;
  const step = units.find((unit) => span / unit <= TICKS) ?? roundStep(span / TICKS);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= from + span * 1.0001; tick += step) ticks.push(tick);
  return { at: (value) => (value - from) / span, ticks, say };
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => rough <= factor * power) ?? 10);
}

/** Equal steps for equal factors; what is less than `from` stands at its edge. */
export function logAxis(from: number, to: number, say: Axis['say'], factors: readonly number[] = [1]): Axis {
  const low = Math.log10(from);
  const span = Math.max(Math.log10(to) - low, 0.000_1);
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= low + span; power++)
    for (const factor of factors) {
      const tick = factor * 10 ** power;
      if (tick >= from * 0.999 && tick <= to * 1.001) ticks.push(tick);
    }
  return { at: (value) => (Math.log10(Math.max(value, from)) - low) / span, ticks, say };
}

/** Latencies in microseconds: logarithmic, from the round number below the least to the one above the most. */
export function latencyAxis(latencies: readonly number[], say: Axis['say']): Axis {
  const positive = latencies.filter((latency) => latency > 0);
  const from = 10 ** Math.floor(Math.log10(positive.reduce((least, one) => Math.min(least, one), 1_000_000_000)));
  const most = positive.reduce((found, one) => Math.max(found, one), from * 10);
  const power = 10 ** Math.floor(Math.log10(most));
  const to = power * ([1, 2, 5, 10].find((factor) => most <= factor * power) ?? 10);
  return logAxis(from, to, say, to / from > 1_000 ? [1] : [1, 2, 5]);
}
