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

/** From less than this, in microseconds, no rate is worked out: one event more or less would be hundreds a second. */
const LEAST = 100_000;

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
  let rate: Snapshot['rate'] = { wanted: 0, reached: 0 };
  return (measures, { at, lag, inFlight }) => {
    const counts = measures.counts();
    if (at - before.at >= LEAST) {
      const due = schedule.dueBy(Math.min(at, schedule.duration)) / of;
      const seconds = (at - before.at) / 1_000_000;
      rate = { wanted: rounded((due - before.due) / seconds), reached: rounded((counts.sent - before.sent) / seconds) };
      before = { at, due, sent: counts.sent };
    }
    return {
      at: Math.round(at),
      phase: schedule.phases.find(({ begins, ends }) => at >= begins && at < ends)?.name ?? 'settling',
      left: Math.max(0, Math.round(schedule.duration + settle - at)),
      rate,
      counts,
      legs: Object.fromEntries(
        LEGS.flatMap((leg) => {
          const latency = latencyOf(measures, leg);
          return latency === undefined ? [] : [[leg, latency]];
        }),
      ),
      lag: Math.round(lag),
      inFlight,
    };
  };
}

/** To a hundredth: more digits would say nothing. */
function rounded(rate: number): number {
  return Math.round(rate * 100) / 100;
}

function latencyOf(measures: Pick<Measures, 'percentile'>, leg: Leg): LegLatency | undefined {
  const max = measures.percentile(leg, 100);
  if (max === undefined) return undefined;
  const at = (percentile: number): number => measures.percentile(leg, percentile) ?? max;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max };
}
