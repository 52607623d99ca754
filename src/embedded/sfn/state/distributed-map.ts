import { Failure, runtimeFailure } from '../failure.ts';
import { isOverTolerance, type MapRun } from '../map-run/map-run.ts';
import type { Fields } from '../query/fields.ts';
import type { Visit } from '../strand.ts';
import { Halted, type Scope } from '../time/scope.ts';

/** Runs an execution of its own for each item. Gives the outputs of those that succeeded, in the order of the items. */
export async function performDistributedMap(visit: Visit, fields: Fields): Promise<unknown[]> {
  const { strand } = visit;
  const { history, openMapRun, agenda } = strand.run;
  const items = await fields.items();
  if (!Array.isArray(items)) throw runtimeFailure('The items of a Map state must be an array.');
  const inputs: unknown[] = [];
  for (const [index, item] of items.entries()) inputs.push(await fields.itemInput(index, item));
  const run = openMapRun(visit, {
    total: inputs.length,
    maxConcurrency: await numberOf(fields, 'MaxConcurrency'),
    toleratedFailureCount: await numberOf(fields, 'ToleratedFailureCount'),
    toleratedFailurePercentage: await numberOf(fields, 'ToleratedFailurePercentage'),
  });
  const started = history.add('MapStateStarted', strand.last, {
    mapStateStartedEventDetails: { length: inputs.length },
  });
  strand.last = history.add('MapRunStarted', started, { mapRunStartedEventDetails: { mapRunArn: run.arn } });
  const close = (status: MapRun['status']): void => {
    run.status = status;
    run.stopped = agenda.now();
  };
  try {
    const outputs = await strand.scope.fork(inputs.map((input) => (scope) => carryOut(visit, run, input, scope)));
    close('SUCCEEDED');
    strand.last = history.add('MapRunSucceeded', strand.last);
    history.add('MapStateSucceeded', strand.last);
    return outputs.filter((output) => output !== NOTHING);
  } catch (error) {
    close(error instanceof Failure ? 'FAILED' : 'ABORTED');
    if (error instanceof Failure) {
      strand.last = history.add('MapRunFailed', strand.last, {
        mapRunFailedEventDetails: { error: error.error, cause: error.reason },
      });
    }
    throw error;
  }
}

/** What an execution leaves that failed, where the run puts up with it. */
const NOTHING = Symbol('nothing');

async function carryOut(visit: Visit, run: MapRun, input: unknown, scope: Scope): Promise<unknown> {
  const { gate, counts } = run;
  if (!gate.enter()) await scope.hold<undefined>((resolve) => gate.wait(() => resolve(undefined)));
  counts.RUNNING += 1;
  try {
    const child = await visit.strand.run.runChild(visit, run, input, scope);
    counts[child.status] += 1;
    if (child.status === 'SUCCEEDED') return JSON.parse(child.output!) as unknown;
    if (child.status === 'ABORTED') throw new Halted();
    if (!isOverTolerance(run)) return NOTHING;
    throw new Failure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  } finally {
    counts.RUNNING -= 1;
    gate.leave();
  }
}

async function numberOf(fields: Fields, field: string): Promise<number> {
  const given = (await fields.value(field)) ?? 0;
  if (typeof given === 'number' && given >= 0) return given;
  throw runtimeFailure(`The ${field} must be a number that is not negative, but was: ${JSON.stringify(given)}`);
}
