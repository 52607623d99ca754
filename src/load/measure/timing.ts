import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import type { TimingData } from './measures.ts';

/** A day: nothing that is timed takes longer, and what does counts as that. */
const LONGEST = 86_400_000_000;

/**
 * How long something took, many times over, in microseconds.
 *
 * Counts are of 64 bits, which no run fills; recording costs the same as with 32.
 */
export interface Timing {
  readonly count: number;
  record(micros: number): void;
  /** In microseconds; 0 while nothing was recorded. */
  percentile(percentile: number): number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly mean: number;
  add(other: TimingData | Timing): void;
  taken(): TimingData;
  /** The histogram itself, for whoever walks its buckets. */
  readonly histogram: Histogram;
}

/** Begins to record; 3 digits are right to 0.1%, 1 digit is right to 6%. */
export function openTiming(digits: 1 | 3): Timing {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST,
    numberOfSignificantValueDigits: digits,
    bitBucketSize: 64,
  });
  let count = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let sum = 0;
  return {
    histogram,
    get count() {
      return count;
    },
    get min() {
      return count === 0 ? 0 : min;
    },
    get max() {
      return max;
    },
    get sum() {
      return sum;
    },
    get mean() {
      return count === 0 ? 0 : sum / count;
    },
    record: (micros) => {
      // Before it was due is what a clock that is read twice can say.
      const value = micros < 0 ? 0 : micros > LONGEST ? LONGEST : Math.round(micros);
      histogram.recordValue(value);
      count += 1;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    // A bucket reaches a little higher than what was put into it.
    percentile: (percentile) => (count === 0 ? 0 : Math.min(max, histogram.getValueAtPercentile(percentile))),
    add: (other) => {
      if (other.count === 0) return;
      const { histogram: its } = other;
      histogram.add(typeof its === 'string' ? decodeFromCompressedBase64(its, 64) : its);
      count += other.count;
      sum += other.sum;
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
    },
    taken: () => ({
      count,
      min: count === 0 ? 0 : min,
      max,
      sum,
      histogram: encodeIntoCompressedBase64(histogram),
    }),
  };
}
