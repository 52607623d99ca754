import type { Operation } from '../service.ts';
import { eventOperations } from './events.ts';
import { filterOperations } from './filters.ts';
import { groupOperations } from './groups.ts';
import type { LogGroups } from './log-groups.ts';
import { liveTailOperations } from './live-tail.ts';
import { policyOperations } from './policies.ts';
import { queryOperations } from './queries.ts';
import { queryDefinitionOperations } from './query-definitions.ts';

/** Amazon CloudWatch Logs. */
export function cloudwatchLogs({ logGroups }: { readonly logGroups: LogGroups }): Readonly<Record<string, Operation>> {
  return {
    ...groupOperations(logGroups),
    ...eventOperations(logGroups),
    ...filterOperations(logGroups),
    ...policyOperations(logGroups),
    ...liveTailOperations(logGroups),
    ...queryOperations(logGroups),
    ...queryDefinitionOperations(logGroups),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
