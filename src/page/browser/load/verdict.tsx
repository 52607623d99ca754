import type { JSX } from 'preact';
import type { LoadReport, ReportedRun } from '../../../load/report/load-report.ts';
import { sayLatency, sayNumber, saySpan } from '../../../load/telemetry/words.ts';
import { Table } from './table.tsx';
import { LEG_WORDS, sayChange } from './words.ts';

const SIGNS = { kept: 'kept', broken: 'BROKEN', unknown: 'not known' } as const;

/** What came out, before anything else. */
export function Verdict({ run, earlier }: LoadReport): JSX.Element {
  const broken = run.judgements.filter(({ kind }) => kind === 'broken');
  return (
    <header class={`verdict ${run.verdict}`}>
      <p class="word">{sentence(run, broken.length)}</p>
      <h1>{run.plan.name}</h1>
      {run.plan.description === '' ? '' : <p>{run.plan.description}</p>}
      {run.void.length === 0 ? (
        ''
      ) : (
        <ul>
          {run.void.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {run.stopped === undefined ? '' : <p>It ended before its time: {run.stopped}</p>}
      <Facts run={run} />
      {earlier !== undefined && earlier.plan.digest !== run.plan.digest ? (
        <p class="warn">The earlier run was of another plan: its figures are of other events, or of another rhythm.</p>
      ) : (
        ''
      )}
      <Thresholds run={run} earlier={earlier} />
    </header>
  );
}

function sentence(run: ReportedRun, broken: number): string {
  if (run.verdict === 'interrupted') return 'Interrupted: what was measured until then';
  if (run.verdict === 'void')
    return run.void.length > 0
      ? 'Void: this run says nothing about the consumer'
      : 'Void: nothing was seen that a threshold could be held against';
  if (broken > 0) return `${broken} of ${run.judgements.length} thresholds broken`;
  return run.judgements.length === 0 ? 'No thresholds to keep' : 'All thresholds kept';
}

function Facts({ run }: { readonly run: ReportedRun }): JSX.Element {
  const facts: readonly (readonly [string, string])[] = [
    ['Against', run.plan.target],
    ['Began', run.start.replace('.000Z', 'Z')],
    ['Took', saySpan(run.took)],
    ['Events', sayNumber(run.counts.due)],
    ['Rate', `${sayNumber(run.rate.reached)}/s of ${sayNumber(run.rate.wanted)}/s wanted`],
    ['Seed', String(run.seed)],
    ...(run.shards === undefined ? [] : [['Shards', run.shards] as const]),
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Thresholds({
  run,
  earlier,
}: {
  readonly run: ReportedRun;
  readonly earlier: ReportedRun | undefined;
}): JSX.Element {
  if (run.judgements.length === 0) return <p class="quiet">The plan has no thresholds.</p>;
  return (
    <Table
      caption="Thresholds"
      columns={['Threshold', 'Is', 'Measured', ...(earlier === undefined ? [] : ['Earlier run'])]}
      rows={run.judgements.map(({ threshold, kind, says }) => [
        <code key="text">{threshold}</code>,
        <span key="sign" class={`sign ${kind}`}>
          {SIGNS[kind]}
        </span>,
        says,
        ...(earlier === undefined
          ? []
          : [earlier.judgements.find((other) => other.threshold === threshold)?.says ?? 'not measured']),
      ])}
    />
  );
}

/** Every leg in figures, and what has become of them since the earlier run. */
export function Legs({ run, earlier }: LoadReport): JSX.Element {
  const figures = ['p50', 'p90', 'p99', 'p999', 'max'] as const;
  return (
    <Table
      caption="Latency from the moment that each event was due"
      columns={['Leg', 'p50', 'p90', 'p99', 'p99.9', 'max', 'Events']}
      rows={run.legs.map((leg) => {
        const before = earlier?.legs.find((other) => other.leg === leg.leg);
        return [
          <>
            {LEG_WORDS[leg.leg].name} <small>{LEG_WORDS[leg.leg].until}</small>
          </>,
          ...figures.map((figure) => (
            <>
              {sayLatency(leg[figure])}
              {before === undefined ? '' : <small>{sayChange(before[figure], leg[figure])}</small>}
            </>
          )),
          sayNumber(leg.count),
        ];
      })}
    />
  );
}
