import { Fault } from '../../../wire/fault.ts';
import { Failure, runtimeFailure } from '../failure.ts';
import { dataMembers } from '../history.ts';
import { isRecord } from '../is-record.ts';
import type { Visit } from '../strand.ts';
import { callFunction, machineOf } from './function-task.ts';
import { fromService, toService } from './letter-case.ts';
import { limited } from './limited.ts';
import type { Resource } from './resource.ts';
import { asFailure, clientOf, httpMetadata } from './sdk-words.ts';
import { isTooLarge, type Limits } from './limits.ts';
import { untilCalledBack } from './until-called-back.ts';
import { untilChildEnds } from './until-child-ends.ts';

type ServiceResource = Extract<Resource, { kind: 'service' }>;

/** Calls an operation of a service, and waits for what its pattern says: the answer, the end of what it began, or a call back. */
export async function performService(
  visit: Visit,
  resource: ServiceResource,
  given: unknown,
  limits: Limits,
): Promise<unknown> {
  const { strand } = visit;
  const { history, region } = strand.run;
  const parameters = isRecord(given) ? given : {};
  const names = {
    resourceType: resource.type,
    resource: resource.pattern === '' ? resource.action : `${resource.action}.${resource.pattern}`,
  };
  const note = (type: string, details: Readonly<Record<string, unknown>> = {}): void => {
    strand.last = history.add(`Task${type}`, strand.last, { [`task${type}EventDetails`]: { ...names, ...details } });
  };
  note('Scheduled', {
    region,
    parameters: JSON.stringify(parameters),
    ...(limits.timeout !== undefined && { timeoutInSeconds: limits.timeout }),
    ...(limits.heartbeat !== undefined && { heartbeatInSeconds: limits.heartbeat }),
  });
  note('Started');
  try {
    const answer = await limited(visit, limits.timeout, call(visit, resource, parameters));
    if (resource.pattern !== '') note('Submitted', dataMembers('output', answer));
    const result = await patternResult(visit, resource, answer, limits);
    if (isTooLarge(JSON.stringify(result))) {
      throw new Failure(
        'States.DataLimitExceeded',
        `The state/task '${resource.service}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      );
    }
    note('Succeeded', dataMembers('output', result));
    return result;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const type = error.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    note(type, {
      ...(error.error !== undefined && { error: error.error }),
      ...(error.reason !== undefined && { cause: error.reason }),
    });
    throw error;
  }
}

async function patternResult(visit: Visit, { pattern }: ServiceResource, answer: unknown, limits: Limits) {
  switch (pattern) {
    case '':
      return answer;
    case 'waitForTaskToken':
      return untilCalledBack(visit, limits);
    case 'sync':
    case 'sync:2':
      return untilChildEnds(visit, answer, pattern, limits);
  }
}

async function call(visit: Visit, resource: ServiceResource, parameters: Readonly<Record<string, unknown>>) {
  const { tasks, random } = visit.strand.run;
  const { service, action, optimized } = resource;
  if (optimized && service === 'lambda' && action === 'invoke') return invokeFunction(visit, parameters);
  if (resource.pattern.startsWith('sync') && !(optimized && service === 'states' && action === 'startExecution'))
    throw runtimeFailure(`The embedded AWS cannot wait for the end of '${resource.type}:${action}'`);
  const client = clientOf(resource);
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const input = optimized ? withTexts(service, parameters) : parameters;
  try {
    const answer = await tasks.perform(client, operation, toService(client, input));
    const worded = fromService(client, answer ?? {});
    return optimized ? { ...(worded as object), ...httpMetadata(worded, visit.strand.run) } : worded;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw asFailure(error, resource, random);
  }
}

/** Members that optimized integrations let be JSON where the service wants text. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  sqs: ['MessageBody'],
  sns: ['Message'],
  states: ['Input'],
  events: ['Detail'],
};

function withTexts(service: string, parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const texts = TEXTS[service] ?? [];
  const members = Object.entries(parameters).map(([name, value]): [string, unknown] => {
    if (texts.includes(name) && value !== null && typeof value !== 'string') return [name, JSON.stringify(value)];
    if (service !== 'events' || name !== 'Entries' || !Array.isArray(value)) return [name, value];
    return [name, value.map((entry: unknown) => (isRecord(entry) ? withTexts(service, entry) : entry))];
  });
  return Object.fromEntries(members);
}

const LAMBDA_HEADERS = { 'Content-Type': 'application/json', 'X-Amz-Executed-Version': '$LATEST' };

async function invokeFunction(visit: Visit, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { tasks } = visit.strand.run;
  const { FunctionName, Payload, InvocationType, Qualifier } = parameters;
  const name = typeof Qualifier === 'string' ? `${String(FunctionName)}:${Qualifier}` : String(FunctionName);
  const type = InvocationType === 'Event' ? 'Event' : 'RequestResponse';
  const text = Payload === undefined ? '' : JSON.stringify(Payload);
  const result = await callFunction(
    visit,
    tasks.functions.invoke(name, text, { type, by: machineOf(visit) }),
    'lambda',
  );
  const answer =
    type === 'Event' ? { StatusCode: 202 } : { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
  return { ...answer, ...httpMetadata(result, visit.strand.run, LAMBDA_HEADERS) };
}
