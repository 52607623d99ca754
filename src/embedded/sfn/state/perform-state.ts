import { runtimeFailure } from '../failure.ts';
import { fieldsOf, type Fields } from '../query/fields.ts';
import type { Mock, Visit } from '../strand.ts';
import { performTask } from '../task/perform-task.ts';
import { performDistributedMap } from './distributed-map.ts';
import { performFail } from './fail.ts';
import { performMap } from './map.ts';
import { performParallel } from './parallel.ts';
import { performWait } from './wait.ts';

/** What a state hands on, and to which; to none at the end. */
export interface Outcome {
  readonly output: unknown;
  readonly next: string | undefined;
}

/** Carries a state out once. */
export async function performState(visit: Visit): Promise<Outcome> {
  const fields = fieldsOf(visit);
  const { state } = visit;
  if (state.Type === 'Choice') return choose(visit, fields);
  return { output: await outputOf(visit, fields), next: state.Next };
}

async function outputOf(visit: Visit, fields: Fields): Promise<unknown> {
  const { state } = visit;
  switch (state.Type) {
    case 'Pass':
      return fields.output(state.Result === undefined ? await fields.parameters() : state.Result);
    case 'Succeed':
      return fields.output(fields.input());
    case 'Wait':
      await performWait(visit, fields);
      return fields.output(fields.input());
    case 'Fail':
      return performFail(fields);
    case 'Task':
      return fields.output(await (visit.mock === undefined ? task(visit, fields) : mocked(visit.mock, fields)));
    case 'Parallel':
      if (visit.mock !== undefined) return fields.output(await mocked(visit.mock, fields));
      return fields.output(await performParallel(visit, await fields.parameters()));
    case 'Map':
      return fields.output(await (visit.mock === undefined ? mapped(visit, fields) : visit.mock()));
    case 'Choice':
      throw new TypeError('A Choice state has no output of its own');
  }
}

async function choose({ state }: Visit, fields: Fields): Promise<Outcome> {
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    if (!(await fields.holds(rule, `Choices[${index}]/Condition`))) continue;
    return { output: await fields.chosen(rule, `Choices[${index}]/`), next: rule.Next };
  }
  if (state.Default === undefined)
    throw runtimeFailure('Failed to transition out of the state. The state does not point to a next state.');
  return { output: await fields.chosen(undefined, ''), next: state.Default };
}

function mapped(visit: Visit, fields: Fields): Promise<unknown[]> {
  const isDistributed = visit.state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
  return isDistributed ? performDistributedMap(visit, fields) : performMap(visit, fields);
}

/** What the state would give is worked out all the same, so that its fields are tried. */
async function mocked(mock: Mock, fields: Fields): Promise<unknown> {
  await fields.parameters();
  return mock();
}

async function task(visit: Visit, fields: Fields): Promise<unknown> {
  const { tasks, random } = visit.strand.run;
  if (visit.state.Resource?.endsWith('.waitForTaskToken') === true) {
    const token = Buffer.from(random.hex(256)).toString('base64');
    visit.callback = { token, ...tasks.tokens.issue(token) };
  }
  const parameters = await fields.parameters();
  const timeout = await seconds(fields, 'TimeoutSeconds');
  const heartbeat = await seconds(fields, 'HeartbeatSeconds');
  return performTask(visit, parameters, { timeout, heartbeat });
}

async function seconds(fields: Fields, field: string): Promise<number | undefined> {
  const value = await fields.value(field);
  if (value === undefined || (typeof value === 'number' && value > 0)) return value;
  throw runtimeFailure(`The ${field} must be a positive integer, but was: ${JSON.stringify(value)}`);
}
