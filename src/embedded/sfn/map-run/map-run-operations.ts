import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import type { StateMachines } from '../machines.ts';
import { page } from '../page.ts';
import type { MapRun } from './map-run.ts';

interface MapRunInput {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}

/** The operations on the runs of distributed maps. */
export function mapRunOperations({ mapRuns }: StateMachines): Readonly<Record<string, Operation>> {
  function find(arn: string): MapRun {
    const run = mapRuns.all.get(arn);
    if (run === undefined) throw new Fault('ResourceNotFound', `Resource not found: '${arn}'`);
    return run;
  }

  return {
    DescribeMapRun: (input) => describe(find((input as unknown as MapRunInput).mapRunArn)),
    ListMapRuns: (input) => {
      const { executionArn } = input as unknown as MapRunInput;
      const runs = [...mapRuns.all.values()].filter((run) => run.executionArn === executionArn).toReversed();
      const { items, next } = page(runs, input);
      return {
        mapRuns: items.map(({ arn, machineArn, started, stopped }) => ({
          executionArn,
          mapRunArn: arn,
          stateMachineArn: machineArn,
          startDate: new Date(started),
          ...(stopped !== undefined && { stopDate: new Date(stopped) }),
        })),
        ...next,
      };
    },
    UpdateMapRun: (input) => {
      const { mapRunArn, ...change } = input as unknown as MapRunInput;
      const run = find(mapRunArn);
      run.maxConcurrency = change.maxConcurrency ?? run.maxConcurrency;
      run.toleratedFailureCount = change.toleratedFailureCount ?? run.toleratedFailureCount;
      run.toleratedFailurePercentage = change.toleratedFailurePercentage ?? run.toleratedFailurePercentage;
      run.gate.look();
    },
  };
}

function describe(run: MapRun): object {
  const { RUNNING: running, SUCCEEDED: succeeded, FAILED: failed, TIMED_OUT: timedOut, ABORTED: aborted } = run.counts;
  const { total } = run;
  const counts = {
    pending: total - running - succeeded - failed - timedOut - aborted,
    running,
    succeeded,
    failed,
    timedOut,
    aborted,
    total,
    resultsWritten: 0,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
  return {
    mapRunArn: run.arn,
    executionArn: run.executionArn,
    status: run.status,
    startDate: new Date(run.started),
    ...(run.stopped !== undefined && { stopDate: new Date(run.stopped) }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailureCount: run.toleratedFailureCount,
    toleratedFailurePercentage: run.toleratedFailurePercentage,
    // Each execution has one item.
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: 0,
  };
}
