import type { Wording } from '../event/wording.ts';
import type { Plan } from '../plan/plan.ts';
import type { Shard } from '../result/result.ts';
import type { OpenTarget } from '../target/target.ts';
import type { WorkerTask } from './worker.ts';

/** How many send, and how. */
export interface Muster {
  /** Threads. */
  readonly workers: number;
  /** Requests a second that all of them together may send. */
  readonly tps?: number | undefined;
}

/** What all workers of a run go by. */
interface Orders extends Muster {
  readonly plan: Plan;
  readonly wording: Wording;
  readonly target: Pick<OpenTarget, 'keyring' | 'region'>;
  readonly shard: Shard;
  readonly run: string;
}

/** As many as AWS's own client tries. */
const ATTEMPTS = 3;
/** Requests under way, of all workers together. AWS answers within a hundredth of a second or two, LocalStack within a tenth. */
const CONNECTIONS = 64;
/** Events that wait, of all workers together: a number each. */
const ROOM = 1_000_000;
/** As long as AWS's client waits at most here. */
const PATIENCE = 40_000;

/** Parts a shard of the schedule among workers. */
export function muster({ plan, wording, target, shard, run, workers, tps }: Orders): readonly WorkerTask[] {
  const { keyring, region } = target;
  return Array.from({ length: workers }, (_, worker) => ({
    plan: { phases: plan.phases, seed: plan.seed },
    wording,
    run,
    // What is every third shard's is parted again: of shard 2 of 3, two workers have the 2nd and the 5th of six.
    index: shard.index - 1 + shard.of * worker,
    of: shard.of * workers,
    endpoint: keyring.endpoint,
    credentials: keyring.credentials,
    how: {
      region,
      agent: keyring.agent,
      attempts: ATTEMPTS,
      connections: Math.max(1, Math.floor(CONNECTIONS / workers)),
      room: Math.ceil(ROOM / workers),
      patience: PATIENCE,
      tps: tps === undefined ? undefined : tps / workers,
    },
  }));
}
