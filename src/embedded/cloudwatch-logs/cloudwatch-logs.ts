import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { eventOperations } from './events.ts';
import { filterOperations } from './filters.ts';
import { groupOperations } from './groups.ts';
import type { LogGroups } from './log-groups.ts';
import { liveTailOperations } from './live-tail.ts';
import { policyOperations } from './policies.ts';

/** Amazon CloudWatch Logs. */
export function cloudwatchLogs({ logGroups }: { readonly logGroups: LogGroups }): Readonly<Record<string, Operation>> {
  return {
    ...groupOperations(logGroups),
    ...eventOperations(logGroups),
    ...filterOperations(logGroups),
    ...policyOperations(logGroups),
    ...liveTailOperations(logGroups),
    // Insights is a query language of its own.
    StartQuery: refuse('StartQuery'),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}

function refuse(operation: string): () => never {
  return () => {
    throw new Fault(
      'InvalidOperationException',
      `${operation} is not embedded: read the log group with FilterLogEvents instead.`,
    );
  };
}
