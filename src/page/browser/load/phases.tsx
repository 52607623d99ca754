import type { JSX } from 'preact';
import type { CountName, Counts } from '../../../load/measure/counts.ts';
import { LEGS } from '../../../load/measure/leg.ts';
import type { LoadReport, ReportedRun } from '../../../load/report/load-report.ts';
import { sayLatency, sayNumber, saySpan } from '../../../load/telemetry/words.ts';
import { Table } from './table.tsx';
import { LEG_WORDS, sayShare } from './words.ts';

const WRONGS = [
  ['dropped', 'Never sent'],
  ['refused', 'Refused'],
  ['lost', 'Lost'],
  ['duplicated', 'Duplicates'],
  ['outOfOrder', 'Out of order'],
  ['failed', 'Failed'],
  ['deadLettered', 'Dead-lettered'],
] as const satisfies readonly (readonly [CountName, string])[];

/** What went wrong in each phase: a bar and a figure for each, as the part of the events that were due in it. */
export function WrongByPhase({ run, earlier }: LoadReport): JSX.Element {
  const kinds = WRONGS.filter(([name]) => run.observed.delivery || name === 'dropped' || name === 'refused');
  const rows = [
    ...run.phases,
    { name: 'Whole run', begins: 0, ends: run.duration, counts: run.counts },
    ...(earlier === undefined
      ? []
      : [{ name: 'Earlier run', begins: 0, ends: earlier.duration, counts: earlier.counts }]),
  ];
  const hasUnmatched = rows.some(({ counts }) => counts.unmatched > 0);
  const widest = Math.max(...rows.flatMap(({ counts }) => kinds.map(([name]) => shareOf(counts, name))));
  return (
    <section>
      <h2>Loss and duplicates by phase</h2>
      {run.observed.delivery ? (
        ''
      ) : (
        <p class="warn">Nobody watched the consumer: what was lost or came twice is not known.</p>
      )}
      <Table
        caption={widest === 0 ? 'Nothing went wrong in any phase' : 'Events, and which part of those that were due'}
        columns={['Phase', 'Due', ...(hasUnmatched ? ['For no consumer'] : []), ...kinds.map(([, words]) => words)]}
        rows={rows.map((phase) => [
          <>
            {phase.name} <small>{saySpan(phase.ends - phase.begins)}</small>
          </>,
          sayNumber(phase.counts.due),
          ...(hasUnmatched ? [sayNumber(phase.counts.unmatched)] : []),
          ...kinds.map(([name]) => <Wrong key={name} counts={phase.counts} name={name} widest={widest} />),
        ])}
      />
    </section>
  );
}

function shareOf(counts: Counts, name: CountName): number {
  return counts[name] / Math.max(1, counts.due);
}

function Wrong({
  counts,
  name,
  widest,
}: {
  readonly counts: Counts;
  readonly name: CountName;
  readonly widest: number;
}): JSX.Element {
  if (counts[name] === 0) return <span class="quiet">none</span>;
  return (
    <>
      {sayNumber(counts[name])} <small>{sayShare(counts[name], counts.due)}</small>
      <svg class="bar" width="80" height="5" aria-hidden="true">
        <rect width={Math.max(2, (shareOf(counts, name) / widest) * 80)} height="5" />
      </svg>
    </>
  );
}

/** How fast each phase was, leg by leg. */
export function LatencyByPhase({ run }: { readonly run: ReportedRun }): JSX.Element {
  const legs = LEGS.filter((leg) => run.legs.some((found) => found.leg === leg));
  return (
    <Table
      caption="99th percentile by phase"
      columns={['Phase', ...legs.map((leg) => LEG_WORDS[leg].name), 'Lag at worst']}
      rows={run.phases.map(({ name, p99, lag }) => [
        name,
        ...legs.map((leg) => (p99[leg] === undefined ? 'none' : sayLatency(p99[leg]))),
        sayLatency(lag),
      ])}
    />
  );
}
