import { runtimeFailure } from '../failure.ts';
import type { Visit } from '../strand.ts';
import { performFunction } from './function-task.ts';
import type { Limits } from './limits.ts';
import { readResource } from './resource.ts';
import { performService } from './service-task.ts';

/** Does what a Task state asks for, and tells the history of it. */
export async function performTask(visit: Visit, parameters: unknown, limits: Limits): Promise<unknown> {
  const arn = String(visit.state.Resource);
  const resource = readResource(arn);
  if (resource === undefined) throw runtimeFailure(`The resource '${arn}' is not one that this state machine can call`);
  return resource.kind === 'function'
    ? performFunction(visit, resource.arn, parameters, limits)
    : performService(visit, resource, parameters, limits);
}
