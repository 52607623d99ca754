import type { Leg } from './leg.ts';
import type { Measures, MeasuresData } from './measures.ts';
import { widthOf } from './span.ts';
import { openStretch, toPoint, type Stretch } from './stretch.ts';
import { sumOf } from './tally.ts';
import { openTiming, type Timing } from './timing.ts';

/**
 * Begins to measure a run of so many phases that takes so long, in microseconds, the time to settle included.
 *
 * What it keeps is as large for a day as for a minute: a histogram a phase and leg, and points that are as many at most.
 */
export function openMeasures(phases: number, duration: number): Measures {
  const width = widthOf(duration);
  const last = Math.max(0, Math.ceil(duration / width) - 1);
  const byPhase = Array.from({ length: phases }, () => openStretch(3));
  const points: Stretch[] = [];

  /** What comes after the end belongs to the end. */
  function pointAt(time: number): Stretch {
    const index = Math.min(last, Math.max(0, Math.floor(time / width)));
    return (points[index] ??= openStretch(1));
  }

  return {
    count: (name, phase, at, by = 1) => {
      byPhase[phase]!.tally.add(name, by);
      pointAt(at).tally.add(name, by);
    },
    timed: (leg, phase, due, latency) => {
      byPhase[phase]!.timed(leg, latency);
      pointAt(due).timed(leg, latency);
    },
    lagged: (phase, at, lag) => {
      byPhase[phase]!.lagged(lag);
      pointAt(at).lagged(lag);
    },
    counts: () => sumOf(byPhase.map(({ tally }) => tally.counts())),
    timing: (leg) => overall(byPhase, leg),
    lag: () => Math.max(0, ...byPhase.map((phase) => phase.lag)),
    percentile: (leg, percentile) => overall(byPhase, leg)?.percentile(percentile),
    taken: () => ({
      phases: byPhase.map((phase) => phase.taken()),
      series: {
        width,
        // Not `map`, which would leave holes where nothing happened.
        points: points.flatMap((point, index) => [toPoint(index, point)]),
      },
    }),
    add: (other) => {
      for (const [index, phase] of other.phases.entries()) byPhase[index]!.add(phase);
      for (const { index, ...point } of other.series.points) (points[index] ??= openStretch(1)).add(point);
    },
  };
}

function overall(phases: readonly Stretch[], leg: Leg): Timing | undefined {
  const timings = phases.map((phase) => phase.timing(leg)).filter((timing) => timing !== undefined);
  if (timings.length < 2) return timings[0];
  const all = openTiming(3);
  for (const timing of timings) all.add(timing);
  return all;
}

/** What several measured of one plan, added up. The first says how many phases there are, and how long a point is. */
export function addMeasures(all: readonly MeasuresData[]): MeasuresData {
  const [first] = all;
  if (first === undefined) return { phases: [], series: { width: widthOf(0), points: [] } };
  const phases = first.phases.map(() => openStretch(3));
  const points = new Map<number, Stretch>();
  for (const { phases: others, series } of all) {
    for (const [index, phase] of others.entries()) phases[index]!.add(phase);
    for (const { index, ...point } of series.points) {
      let into = points.get(index);
      if (into === undefined) points.set(index, (into = openStretch(1)));
      into.add(point);
    }
  }
  return {
    phases: phases.map((phase) => phase.taken()),
    series: {
      width: first.series.width,
      points: [...points].toSorted(([a], [b]) => a - b).map(([index, point]) => toPoint(index, point)),
    },
  };
}
