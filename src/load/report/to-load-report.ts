import { LEGS } from '../measure/leg.ts';
import type { Leg } from '../measure/leg.ts';
import type { PointData } from '../measure/measures.ts';
import { summaryOf, timingOf } from '../measure/summary.ts';
import { sumOf } from '../measure/tally.ts';
import type { Timing } from '../measure/timing.ts';
import type { LoadResult, Shard } from '../result/result.ts';
import { verdictOf } from '../result/verdict.ts';
import type { LoadReport, ReportedLeg, ReportedPhase, ReportedPoint, ReportedRun } from './load-report.ts';

const SECOND = 1_000_000;
/** Points of a percentile curve from one power of ten to the next. */
const POINTS_A_DECADE = 12;

/** What the page of a run shows, beside an earlier run where there is one. */
export function toLoadReport(result: LoadResult, earlier?: LoadResult): LoadReport {
  return { run: reported(result), ...(earlier === undefined ? {} : { earlier: reported(earlier) }) };
}

function reported(result: LoadResult): ReportedRun {
  const { plan, phases, measures, duration, shards } = result;
  const counts = sumOf(measures.phases.map((phase) => phase.counts));
  const seconds = duration / SECOND;
  const { name, description, digest, target, seed } = plan;
  return {
    plan: { name, description, digest, target },
    seed,
    start: result.start,
    duration,
    took: result.took,
    ...(shards.length === 1 && shards[0]?.of === 1 ? {} : { shards: sayShards(shards) }),
    verdict: verdictOf(result),
    void: result.void.map(({ says }) => says),
    ...(result.stopped === undefined ? {} : { stopped: result.stopped }),
    judgements: result.judgements,
    observed: result.observed,
    counts,
    rate: seconds > 0 ? { wanted: counts.due / seconds, reached: counts.sent / seconds } : { wanted: 0, reached: 0 },
    legs: LEGS.flatMap((leg) => {
      const timing = timingOf(measures.phases, leg);
      return timing === undefined ? [] : [reportedLeg(leg, timing)];
    }),
    phases: phases.map(({ name: phase, begins, ends, wanted }, index): ReportedPhase => {
      const { counts: own, lag } = measures.phases[index]!;
      return {
        name: phase,
        begins,
        ends,
        wanted,
        counts: own,
        lag,
        p99: p99Of(measures.phases.slice(index, index + 1)),
      };
    }),
    series: {
      width: measures.series.width,
      points: measures.series.points.map((point) => reportedPoint(point, measures.series.width, duration)),
    },
  };
}

function p99Of(phases: Parameters<typeof timingOf>[0]): ReportedPhase['p99'] {
  const p99: Partial<Record<Leg, number>> = {};
  for (const leg of LEGS) {
    const timing = timingOf(phases, leg);
    if (timing !== undefined) p99[leg] = timing.percentile(99);
  }
  return p99;
}

function reportedLeg(leg: Leg, timing: Timing): ReportedLeg {
  const curve: (readonly [number, number])[] = [];
  // Beyond one in as many as there are, a curve would say what nobody has seen.
  for (let step = 0; 10 ** (step / POINTS_A_DECADE) <= timing.count; step++) {
    const oneIn = 10 ** (step / POINTS_A_DECADE);
    curve.push([oneIn, timing.percentile(100 * (1 - 1 / oneIn))]);
  }
  return { leg, ...summaryOf(timing), curve: [...curve, [timing.count, timing.max]] };
}

function reportedPoint({ index, counts, legs, lag }: PointData, width: number, duration: number): ReportedPoint {
  const at = index * width;
  // The schedule may end within a stretch: what was due in it, was so in what there is of the schedule.
  const scheduled = at < duration ? Math.min(width, duration - at) / SECOND : width / SECOND;
  const figures: Partial<Record<Leg, { p50: number; p99: number; max: number }>> = {};
  for (const leg of LEGS) {
    const timing = timingOf([{ legs }], leg, 1);
    if (timing !== undefined)
      figures[leg] = { p50: timing.percentile(50), p99: timing.percentile(99), max: timing.max };
  }
  const [due, sent, accepted, delivered] = (['due', 'sent', 'accepted', 'delivered'] as const).map(
    (name) => (counts[name] ?? 0) / scheduled,
  );
  return { at, rates: { due: due!, sent: sent!, accepted: accepted!, delivered: delivered! }, lag, legs: figures };
}

/** `1 to 3 and 5 of 8`. */
function sayShards(shards: readonly Shard[]): string {
  const indexes = shards.map(({ index }) => index).toSorted((one, other) => one - other);
  const stretches: [from: number, to: number][] = [];
  for (const index of indexes) {
    const last = stretches.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else stretches.push([index, index]);
  }
  const words = stretches.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
  const all = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return `${all} of ${shards[0]?.of ?? 0}`;
}
