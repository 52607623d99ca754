import type { Instant } from '../../../clock.ts';
import type { Status } from '../execution.ts';

/** The run of a distributed map: an execution of its own for each item. */
export interface MapRun {
  readonly arn: string;
  /** Of the execution that the map is part of. */
  readonly executionArn: string;
  /** What its executions are of: the machine's ARN, and the map's label after a slash. */
  readonly machineArn: string;
  readonly started: Instant;
  readonly total: number;
  /** How many executions have come to what. */
  readonly counts: Record<Status, number>;
  readonly gate: Gate;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  stopped: Instant | undefined;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
}

/** Lets so many in at once; the others wait their turn. */
export interface Gate {
  /** Whether one more may come in now; if so, it has. */
  enter(): boolean;
  /** Calls `enter` when it is one's turn, and that has come in. */
  wait(enter: () => void): void;
  leave(): void;
  /** Lets in who may come in now that the limit is another. */
  look(): void;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
const MOST_AT_ONCE = 10_000;

/** Opens the gate of a map run, whose limit may change as it goes. */
export function openGate(limit: () => number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const free = (): boolean => inside < (limit() || MOST_AT_ONCE);
  function look(): void {
    while (waiting.length > 0 && free()) {
      inside += 1;
      waiting.shift()!();
    }
  }
  return {
    enter: () => {
      if (!free()) return false;
      inside += 1;
      return true;
    },
    wait: (enter) => void waiting.push(enter),
    leave: () => {
      inside -= 1;
      look();
    },
    look,
  };
}

/** Whether more executions have failed than the run puts up with. */
export function isOverTolerance({ counts, total, toleratedFailureCount, toleratedFailurePercentage }: MapRun): boolean {
  const failed = counts.FAILED + counts.TIMED_OUT;
  if (failed === 0) return false;
  // Either threshold is enough; the one that was not set tolerates none, unless the other does.
  const overCount = failed > toleratedFailureCount;
  const overPercentage = (failed / total) * 100 > toleratedFailurePercentage;
  if (toleratedFailureCount > 0 && toleratedFailurePercentage > 0) return overCount || overPercentage;
  return toleratedFailurePercentage > 0 ? overPercentage : overCount;
}
