import { COUNTS } from '../measure/counts.ts';
import { LEGS } from '../measure/leg.ts';
import { summaries } from '../measure/summary.ts';
import { sumOf } from '../measure/tally.ts';
import { sayLatency, sayNumber, saySpan } from '../telemetry/words.ts';
import type { LoadResult } from './result.ts';
import { verdictOf } from './verdict.ts';

const FIGURES = ['p50', 'p90', 'p99', 'p999', 'max'] as const;

/** A result in words, for a terminal: what came of it, how long it took, what was to hold. */
export function sayResult(result: LoadResult): string {
  const { plan, measures, duration, observed, shards } = result;
  const counts = sumOf(measures.phases.map((phase) => phase.counts));
  const reached = duration === 0 ? 0 : counts.sent / (duration / 1_000_000);
  const [shard] = shards;
  const part =
    shards.length === 1 && shard !== undefined && shard.of > 1
      ? `, shard ${shard.index} of ${shard.of}`
      : shards.length > 1
        ? `, ${shards.length} shards`
        : '';
  const lines = [
    `${plan.name}${part}: ${sayNumber(counts.sent)} events in ${saySpan(duration)} to ${plan.target}, ${sayNumber(reached)}/s`,
    '',
    ...table(result),
    '',
    `  ${COUNTS.filter((name) => ALWAYS.has(name) || counts[name] > 0)
      .filter((name) => isSeen(name, observed))
      .map((name) => `${sayNumber(counts[name])} ${WORDS[name] ?? name}`)
      .join(', ')}`,
  ];
  if (counts.accepted > 0 && counts.accepted === counts.unmatched)
    lines.push('  no event was for a consumer: no rule of the configuration matches what the scenario tells');
  if (!observed.delivery) lines.push('  nobody watched the consumer: nothing is known of what it was given');
  if (result.judgements.length > 0) lines.push('');
  for (const { threshold, kind, says } of result.judgements) lines.push(`  ${MARKS[kind]}  ${threshold}: ${says}`);
  if (result.stopped !== undefined) lines.push('', `  ended before its time: ${result.stopped}`);
  if (result.void.length > 0)
    lines.push(
      '',
      '  void: these figures say nothing about the consumer, because',
      ...result.void.map(({ says }) => `    ${says}`),
    );
  const verdict = verdictOf(result);
  const isStopped = verdict === 'broken' && !result.judgements.some(({ kind }) => kind === 'broken');
  return [...lines, '', isStopped ? 'the stop rule of the plan ended it' : ENDS[verdict]].join('\n');
}

const ALWAYS: ReadonlySet<string> = new Set([
  'due',
  'sent',
  'accepted',
  'delivered',
  'processed',
  'lost',
  'duplicated',
]);
const WORDS: Readonly<Record<string, string>> = {
  unmatched: 'for no consumer',
  late: 'sent late',
  outOfOrder: 'out of order',
  deadLettered: 'dead-lettered',
};
const MARKS = { kept: 'kept   ', broken: 'BROKEN ', unknown: 'UNKNOWN' } as const;
const ENDS = {
  kept: 'every threshold is kept',
  broken: 'a threshold is broken',
  void: 'the run is void',
  interrupted: 'the run was interrupted',
} as const;

function isSeen(name: string, { delivery, completion }: LoadResult['observed']): boolean {
  if (name === 'processed') return completion;
  return delivery || !['delivered', 'duplicated', 'outOfOrder', 'lost'].includes(name);
}

/** A row a leg, in columns. */
function table({ measures }: LoadResult): readonly string[] {
  const figures = summaries(measures);
  const rows = LEGS.flatMap((leg) => {
    const its = figures[leg];
    return its === undefined ? [] : [[leg, ...FIGURES.map((figure) => sayLatency(its[figure]))]];
  });
  if (rows.length === 0) return ['  nothing was timed'];
  return [['since due', 'p50', 'p90', 'p99', 'p99.9', 'max'], ...rows].map(
    ([name = '', ...cells]) => `  ${name.padEnd(11)}${cells.map((cell) => cell.padStart(10)).join('')}`,
  );
}
