import { LEGS, type Leg } from './leg.ts';
import type { MeasuresData, TimingData } from './measures.ts';
import { openTiming, type Timing } from './timing.ts';

/** A leg in figures, in microseconds. */
export interface LegSummary {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  readonly max: number;
}

/** The timing of a leg over some phases or points; undefined where nobody timed it. */
export function timingOf(
  some: readonly { readonly legs: Readonly<Partial<Record<Leg, TimingData>>> }[],
  leg: Leg,
  digits: 1 | 3 = 3,
): Timing | undefined {
  const parts = some.flatMap(({ legs }) => legs[leg] ?? []).filter(({ count }) => count > 0);
  if (parts.length === 0) return undefined;
  const timing = openTiming(digits);
  for (const part of parts) timing.add(part);
  return timing;
}

/** The figures of a timing. */
export function summaryOf(timing: Timing): LegSummary {
  const { count, min, mean, max } = timing;
  const at = (percentile: number): number => timing.percentile(percentile);
  return {
    count,
    min,
    mean: Math.round(mean),
    p50: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    p9999: at(99.99),
    max,
  };
}

/** The figures of each leg that somebody timed, over all phases. */
export function summaries({ phases }: Pick<MeasuresData, 'phases'>): Readonly<Partial<Record<Leg, LegSummary>>> {
  const all: Partial<Record<Leg, LegSummary>> = {};
  for (const leg of LEGS) {
    const timing = timingOf(phases, leg);
    if (timing !== undefined) all[leg] = summaryOf(timing);
  }
  return all;
}
