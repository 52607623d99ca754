import type { JSX } from 'preact';
import type { Leg } from '../../../load/measure/leg.ts';
import type { LoadReport, ReportedLeg, ReportedRun } from '../../../load/report/load-report.ts';
import { sayLatency, sayNumber } from '../../../load/telemetry/words.ts';
import { latencyAxis, linearAxis, logAxis } from './axis.ts';
import type { Axis } from './axis.ts';
import { Picture } from './picture.tsx';
import type { Line } from './picture.tsx';
import { Table } from './table.tsx';
import { LEG_WORDS, sayMoment, sayPercentile, sayShare } from './words.ts';

/** Steps of a time axis that a reader counts in, in microseconds. */
const TIMES = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200].map((seconds) => seconds * 1_000_000);
const TABLE_ROWS = [2, 4, 10, 20, 100, 1_000, 10_000, 100_000];

function timeAxis({ series, duration }: ReportedRun): Axis {
  const last = series.points.at(-1);
  return linearAxis(0, Math.max(duration, (last?.at ?? 0) + series.width), sayMoment, TIMES);
}

function bandsOf({
  phases,
}: ReportedRun): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  return phases.map(({ name, begins, ends }) => ({ name, from: begins, to: ends }));
}

/** A stretch stands in its middle. */
function midOf(at: number, width: number): number {
  return at + width / 2;
}

function pointsOf(run: ReportedRun, leg: Leg, figure: 'p50' | 'p99' | 'max'): Line['points'] {
  return run.series.points.flatMap(({ at, legs }) => {
    const found = legs[leg];
    return found === undefined ? [] : [[midOf(at, run.series.width), found[figure]] as const];
  });
}

/** How a leg fared as the run went on. */
export function LatencyOverTime({ run, earlier, leg }: LoadReport & { readonly leg: Leg }): JSX.Element {
  const lines: readonly Line[] = [
    { name: 'max', look: 'c3', points: pointsOf(run, leg, 'max') },
    { name: 'p99', look: 'c2', points: pointsOf(run, leg, 'p99') },
    { name: 'p50', look: 'c1', points: pointsOf(run, leg, 'p50') },
    ...(earlier === undefined
      ? []
      : [{ name: 'p99 of the earlier run', look: 'before', points: pointsOf(earlier, leg, 'p99') }]),
  ];
  const { name, until } = LEG_WORDS[leg];
  const { width } = run.series;
  return (
    <Picture
      title={`${name} latency over time`}
      says={`From the moment that an event was due ${until}, by the time at which it was due; percentiles are right to 6%, the highest is exact.`}
      x={timeAxis(run)}
      y={latencyAxis(
        lines.flatMap(({ points }) => points.map(([, latency]) => latency)),
        sayLatency,
      )}
      lines={lines}
      bands={bandsOf(run)}
      joined={width * 1.5}
    >
      <Table
        caption={`${name} latency over time`}
        columns={['Due from', 'p50', 'p99', 'max']}
        rows={run.series.points.flatMap(({ at, legs }) => {
          const figures = legs[leg];
          if (figures === undefined) return [];
          return [[sayMoment(at), ...[figures.p50, figures.p99, figures.max].map((figure) => sayLatency(figure))]];
        })}
      />
    </Picture>
  );
}

/** Latency by how rare it is, each leg a line: the tail is as wide as the middle. */
export function PercentileCurve({ run, earlier }: LoadReport): JSX.Element {
  const lines = [
    ...run.legs.map(({ leg, curve }) => ({ name: LEG_WORDS[leg].name, look: `leg-${leg}`, points: curve })),
    ...(earlier?.legs ?? []).map(({ leg, curve }) => ({
      name: `${LEG_WORDS[leg].name}, earlier run`,
      look: `leg-${leg} before`,
      points: curve,
    })),
  ];
  const rarest = lines.reduce((most, { points }) => Math.max(most, points.at(-1)?.[0] ?? 1), 10);
  const rows = TABLE_ROWS.filter((oneIn) => oneIn <= rarest);
  return (
    <Picture
      title="Latency by percentile"
      says="The axis is stretched toward the rare: 99% stands as far from 90% as 99.9% from 99%."
      x={logAxis(1, rarest, sayPercentile, [1, 2])}
      y={latencyAxis(
        lines.flatMap(({ points }) => points.map(([, latency]) => latency)),
        sayLatency,
      )}
      lines={lines}
    >
      <Table
        caption="Latency by percentile"
        columns={['Percentile', ...lines.map(({ name }) => name)]}
        rows={[
          ...rows.map((oneIn) => [sayPercentile(oneIn), ...lines.map(({ points }) => sayAt(points, oneIn))]),
          ['highest', ...lines.map(({ points }) => sayLatency(points.at(-1)?.[1] ?? 0))],
        ]}
      />
    </Picture>
  );
}

/** A curve at a percentile: the nearest point that is at least as rare. */
function sayAt(curve: ReportedLeg['curve'], oneIn: number): string {
  const found = curve.find(([rare]) => rare >= oneIn * 0.999_999);
  return found === undefined ? 'too few events' : sayLatency(found[1]);
}

/** What the schedule wanted beside what came of it. */
export function RateOverTime({ run }: LoadReport): JSX.Element {
  const { points, width } = run.series;
  const kinds = [
    ['wanted', 'before', 'due'],
    ['sent', 'c1', 'sent'],
    ['accepted', 'c2', 'accepted'],
    ...(run.observed.delivery ? [['delivered', 'c4', 'delivered'] as const] : []),
  ] as const;
  const lines = kinds.map(([name, look, rate]) => ({
    name,
    look,
    points: points.map(({ at, rates }) => [midOf(at, width), rates[rate]] as const),
  }));
  const most = lines.reduce((found, line) => line.points.reduce((high, [, rate]) => Math.max(high, rate), found), 1);
  const say = (rate: number): string => `${sayNumber(rate)}/s`;
  return (
    <Picture
      title="Rate wanted and reached"
      says={`Events a second. Where the lines part, the generator, the bus or the consumer did not keep up.${sayUnmatched(run)}`}
      x={timeAxis(run)}
      y={linearAxis(0, most * 1.05, say)}
      lines={lines}
      bands={bandsOf(run)}
      joined={width * 1.5}
    >
      <Table
        caption="Rate wanted and reached"
        columns={['From', ...lines.map(({ name }) => name)]}
        rows={points.map(({ at, rates }) => [sayMoment(at), ...kinds.map(([, , rate]) => say(rates[rate]))])}
      />
    </Picture>
  );
}

/** What is accepted and never delivered because nobody asks for it. */
function sayUnmatched({ counts }: ReportedRun): string {
  if (counts.unmatched === 0) return '';
  return ` ${sayShare(counts.unmatched, counts.accepted)} of what was accepted is for no consumer, and so never delivered.`;
}

/** How far the consumer was behind as the run went on. */
export function LagOverTime({ run, earlier }: LoadReport): JSX.Element {
  const linesOf = (of: ReportedRun): Line['points'] =>
    of.series.points.map(({ at, lag }) => [midOf(at, of.series.width), lag] as const);
  const lines: readonly Line[] = [
    { name: 'lag', look: 'c1', points: linesOf(run) },
    ...(earlier === undefined ? [] : [{ name: 'lag of the earlier run', look: 'before', points: linesOf(earlier) }]),
  ];
  const most = lines.reduce((found, { points }) => points.reduce((high, [, lag]) => Math.max(high, lag), found), 1_000);
  return (
    <Picture
      title="Lag over time"
      says="How far the consumer was behind at worst. A line that keeps rising is a consumer that would never catch up."
      x={timeAxis(run)}
      y={linearAxis(0, most * 1.05, sayLatency)}
      lines={lines}
      bands={bandsOf(run)}
      joined={run.series.width * 1.5}
    >
      <Table
        caption="Lag over time"
        columns={['From', 'Lag']}
        rows={run.series.points.map(({ at, lag }) => [sayMoment(at), sayLatency(lag)])}
      />
    </Picture>
  );
}
