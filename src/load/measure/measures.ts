import type { CountName, Counts } from './counts.ts';
import type { Leg } from './leg.ts';
import type { Timing } from './timing.ts';

/**
 * What one thread has measured. Each thread has its own; `taken` crosses to another, which adds it to its own.
 *
 * All times are microseconds since the run's common start.
 */
export interface Measures {
  /** Adds to a count of a phase; `at` is when it happened. */
  count(name: CountName, phase: number, at: number, by?: number): void;
  /** An event that was due at a time came as far as a leg says, `latency` later. */
  timed(leg: Leg, phase: number, due: number, latency: number): void;
  /** How far the consumer is behind, seen at a time. */
  lagged(phase: number, at: number, lag: number): void;
  /** What was counted so far, over all phases. */
  counts(): Counts;
  /** A leg over all phases so far; undefined while nothing was timed. */
  timing(leg: Leg): Timing | undefined;
  /** How far the consumer fell behind so far, at worst. */
  lag(): number;
  /** A percentile (0 to 100) over all phases since the start, in microseconds; undefined while nothing was timed. */
  percentile(leg: Leg, percentile: number): number | undefined;
  /** Everything, as plain data. */
  taken(): MeasuresData;
  add(other: MeasuresData): void;
}

/** A leg of a phase, in microseconds. Adding up loses nothing: same buckets everywhere, sums are whole numbers. */
export interface TimingData {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** HdrHistogram's V2 encoding, compressed, in base64; 3 digits. */
  readonly histogram: string;
}

/** What a phase came to. */
export interface PhaseData {
  readonly counts: Counts;
  readonly legs: Readonly<Partial<Record<Leg, TimingData>>>;
  /** At worst, in microseconds. */
  readonly lag: number;
}

/** What happened in one of equal stretches of time. */
export interface PointData {
  /** Which stretch it is, from 0. */
  readonly index: number;
  /** What happened within; names of which there was none are left out. */
  readonly counts: Readonly<Partial<Record<CountName, number>>>;
  /** Of the events that were due within: as `TimingData`, of 1 digit, which is right to 6%. */
  readonly legs: Readonly<Partial<Record<Leg, TimingData>>>;
  readonly lag: number;
}

/** Everything that was measured, as plain data. */
export interface MeasuresData {
  readonly phases: readonly PhaseData[];
  readonly series: {
    /** The length of each stretch, in microseconds. */
    readonly width: number;
    /** Those in which something happened. */
    readonly points: readonly PointData[];
  };
}
