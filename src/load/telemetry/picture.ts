import { LEGS } from '../measure/leg.ts';
import type { LegLatency, Snapshot } from './snapshot.ts';
import { sayLatency, sayNumber, saySpan } from './words.ts';

const BAR = 24;
/** What goes well with events, in the order that it does; of the last three nothing is said while there is none. */
const STAGES = [
  ['due', 'due'],
  ['sent', 'sent'],
  ['accepted', 'accepted'],
  ['unmatched', 'for no consumer'],
  ['delivered', 'delivered'],
  ['processed', 'processed'],
] as const;
/** What goes wrong, and how it is said; of which there is none, nothing is. */
const WRONGS = [
  ['refused', 'refused'],
  ['failed', 'failed'],
  ['lost', 'lost'],
  ['duplicated', 'duplicated'],
  ['outOfOrder', 'out of order'],
  ['deadLettered', 'dead-lettered'],
  ['dropped', 'dropped'],
  ['late', 'sent late'],
] as const;

/** How a run stands, as the lines of a terminal that are written over each second. */
export function picture(snapshot: Snapshot): readonly string[] {
  const { at, phase, left, rate, counts } = snapshot;
  const wrongs = sayWrongs(snapshot);
  return [
    row('phase', `${bar(at / (at + left))} ${phase}, ${saySpan(at)}, ${sayLeft(left)}`),
    row('rate', sayRate(rate)),
    ...legsOf(snapshot).map(([name, leg]) => row(name, sayLeg(leg))),
    row(
      'events',
      STAGES.flatMap(([name, words], index) =>
        index > 2 && counts[name] === 0 ? [] : [`${sayNumber(counts[name])} ${words}`],
      ).join(', '),
    ),
    row('wrong', wrongs.length === 0 ? 'nothing so far' : wrongs.join(', ')),
    row('under way', sayUnderWay(snapshot)),
  ];
}

/** The same in one line, where lines stay: the log of a CI job. */
export function pictureLine(snapshot: Snapshot): string {
  return [
    `${saySpan(snapshot.at)} ${snapshot.phase}: ${sayRate(snapshot.rate)}`,
    ...legsOf(snapshot).map(([name, { p50, p99 }]) => `${name} p50 ${sayLatency(p50)} p99 ${sayLatency(p99)}`),
    ...sayWrongs(snapshot),
    sayUnderWay(snapshot),
    sayLeft(snapshot.left),
  ].join(', ');
}

function legsOf({ legs }: Snapshot): readonly (readonly [string, LegLatency])[] {
  return LEGS.flatMap((name) => (legs[name] === undefined ? [] : [[name, legs[name]] as const]));
}

function sayRate({ wanted, reached }: Snapshot['rate']): string {
  return `${sayNumber(reached)}/s of ${sayNumber(wanted)}/s wanted`;
}

function sayUnderWay({ inFlight, lag }: Snapshot): string {
  return `${sayNumber(inFlight)} in flight, lag ${sayLatency(lag)}`;
}

function sayLeft(left: number): string {
  return left > 0 ? `${saySpan(left)} left` : 'at its end';
}

function sayWrongs({ counts }: Snapshot): readonly string[] {
  return WRONGS.flatMap(([name, words]) => (counts[name] === 0 ? [] : [`${sayNumber(counts[name])} ${words}`]));
}

function sayLeg({ p50, p99, p999, max }: LegLatency): string {
  const parts = [['p50', p50] as const, ['p99', p99] as const, ['p99.9', p999] as const, ['max', max] as const];
  return parts
    .map(([name, latency]) => `${name} ${sayLatency(latency)}`.padEnd(16))
    .join('')
    .trimEnd();
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

function row(name: string, text: string): string {
  return `${name.padEnd(12)}${text}`;
}
