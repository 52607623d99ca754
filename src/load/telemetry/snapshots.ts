import type { Measures } from '../measure/measures.ts';
import { LEGS } from '../measure/leg.ts';
import type { Leg } from '../measure/leg.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { LegLatency, Snapshot } from './snapshot.ts';

/** What only the drive knows, at the moment that a snapshot is taken; microseconds. */
export interface Standing {
  readonly at: number;
  readonly lag: number;
  readonly inFlight: number;
}

/** Takes snapshots of one run, or of one shard of it: rates are those since the snapshot before. */
export function snapshots({
  schedule,
  settle,
  of = 1,
}: {
  readonly schedule: Pick<Schedule, 'duration' | 'phases' | 'dueBy'>;
  /** How long is waited after the last phase, in microseconds. */
  readonly settle: number;
  /** How many shards share the schedule. */
  readonly of?: number;
}): (measures: Pick<Measures, 'counts' | 'percentile'>, standing: Standing) => Snapshot {
  let before = { at: 0, due: 0, sent: 0 };
  return (measures, { at, lag, inFlight }) => {
    const counts = measures.counts();
    const due = schedule.dueBy(Math.min(at, schedule.duration)) / of;
    const seconds = (at - before.at) / 1_000_000;
    const rate =
      seconds > 0
        ? { wanted: (due - before.due) / seconds, reached: (counts.sent - before.sent) / seconds }
        : { wanted: 0, reached: 0 };
    before = { at, due, sent: counts.sent };
    return {
      at,
      phase: schedule.phases.find(({ begins, ends }) => at >= begins && at < ends)?.name ?? 'settling',
      left: Math.max(0, schedule.duration + settle - at),
      rate,
      counts,
      legs: Object.fromEntries(
        LEGS.flatMap((leg) => {
          const latency = latencyOf(measures, leg);
          return latency === undefined ? [] : [[leg, latency]];
        }),
      ),
      lag,
      inFlight,
    };
  };
}

function latencyOf(measures: Pick<Measures, 'percentile'>, leg: Leg): LegLatency | undefined {
  const max = measures.percentile(leg, 100);
  if (max === undefined) return undefined;
  const at = (percentile: number): number => measures.percentile(leg, percentile) ?? max;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max };
}
