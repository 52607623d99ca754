import { Fault } from '../../wire/fault.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import { attempt, type Attempt } from './attempt.ts';
import { type GivenEvent, takeOn } from './asynchronous.ts';
import { makeFamily, qualified } from './family.ts';
import { type FunctionName, readFunctionName } from './function-name.ts';
import type { Family, FunctionSettings, LambdaFunction } from './lambda-function.ts';
import type { Runner } from './runner.ts';
import type { Surroundings } from './surroundings.ts';
import { partitionOf } from '../partition.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, and 1 MB for events since October 2025. */
const PAYLOAD_LIMITS = { RequestResponse: 6_291_456, Event: 1_048_576 };

/** What a caller is answered: 202 for an event that was taken on, 200 for code that has run, whether it failed or not. */
export interface Answer {
  readonly status: 200 | 202;
  readonly requestId: string;
  /** JSON text. */
  readonly payload?: string;
  readonly functionError?: 'Unhandled';
  /** The version that has run. */
  readonly executedVersion?: string;
}

/** The functions of one scenario. */
export interface Functions {
  /** Makes a function of the code that `runner` runs. Defining a name again replaces its code. */
  define(name: string, runner: Runner, settings?: FunctionSettings): LambdaFunction;
  /** Deletes a function with all its versions. */
  delete(name: string): void;
  /** Finds a function by any of its names. Throws AWS's Fault for one that does not exist. */
  find(name: string, qualifier?: string): LambdaFunction;
  /** Finds a function as `find` does, if it is there. */
  seek(name: string, qualifier?: string): LambdaFunction | undefined;
  /** What a function is called by its whole ARN, whether it is there or not; with a qualifier if there is one. */
  arnOf(name: string, qualifier?: string): string;
  /** A revision id for something that has changed. */
  nextRevision(): string;
  /** Who may use a function; `undefined` where there is no such function. */
  policyOf(arn: string): ResourcePolicy | undefined;
  /** To be called when a function's policy has changed. */
  policyChanged(): void;
  /** All functions, by name. */
  all(): Family[];
  /**
   * Runs a function and waits (`RequestResponse`), or takes an event on for it (`Event`). Whoever has read the payload already, and
   * needs it no more, may hand it over as `event`: the function may change it.
   */
  invoke(
    name: string,
    payload: string,
    how: { readonly type: keyof typeof PAYLOAD_LIMITS; readonly event?: unknown; readonly by?: string },
  ): Promise<Answer>;
  /** Takes on an event that has been read, and that the function may change. Its text is asked for only where it may be too long, or when it is run again. */
  take(name: string, event: GivenEvent & { readonly atMost?: number }): string;
}

/** Opens Lambda for one scenario. */
export function openFunctions(surroundings: Surroundings): Functions {
  const { scene } = surroundings;
  const families = new Map<string, Family>();
  let last: { readonly given: string; readonly name: FunctionName } | undefined;

  function arnOf(given: string, qualifier?: string): string {
    const { name, qualifier: version } = readFunctionName(given, qualifier);
    const arn = `arn:${partitionOf(scene.region)}:lambda:${scene.region}:${scene.account}:function:${name}`;
    return version === undefined ? arn : `${arn}:${version}`;
  }

  /** Most callers use the same name again and again. */
  function readAgain(given: string): FunctionName {
    if (last?.given !== given) last = { given, name: readFunctionName(given) };
    return last.name;
  }

  function seek(given: string, qualifier?: string): LambdaFunction | undefined {
    const { name, qualifier: version } =
      qualifier === undefined ? readAgain(given) : readFunctionName(given, qualifier);
    const family = families.get(name);
    return family === undefined ? undefined : qualified(family, version);
  }

  function find(given: string, qualifier?: string): LambdaFunction {
    const found = seek(given, qualifier);
    if (found !== undefined) return found;
    throw new Fault('ResourceNotFoundException', `Function not found: ${arnOf(given, qualifier)}`, 404);
  }

  function invokeEvent(name: string, text: string, event: unknown = JSON.parse(text)): Answer {
    return { status: 202, requestId: takeOn(find(name), { event, text }, surroundings, invokeEvent) };
  }

  return {
    define: (name, runner, settings = {}) => {
      const family = makeFamily({ name, arn: arnOf(name) }, { runner, settings }, scene);
      families.set(name, family);
      scene.permissions?.changed();
      return family.latest;
    },
    delete: (name) => {
      families.delete(find(name).name);
      scene.permissions?.changed();
    },
    find,
    seek,
    arnOf,
    nextRevision: () => scene.random.uuid(),
    policyOf: (arn) => {
      const found = seek(arn);
      if (found === undefined) return undefined;
      return { statements: found.policy.size === 0 ? undefined : [...found.policy.values()] };
    },
    policyChanged: () => scene.permissions?.changed(),
    all: () => [...families.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    take: (name, given) => {
      const called = find(name);
      if ((given.atMost ?? Infinity) > PAYLOAD_LIMITS.Event) refuseLarge(given.text, PAYLOAD_LIMITS.Event);
      return takeOn(called, given, surroundings, invokeEvent);
    },
    invoke: async (name, payload, { type, event: read, by }) => {
      const called = find(name);
      refuseLarge(payload, PAYLOAD_LIMITS[type]);
      const event = read ?? readPayload(payload);
      if (type === 'Event') return invokeEvent(name, payload === '' ? '{}' : payload, event);
      const requestId = scene.random.uuid();
      const { payload: answer, functionError, version } = await attempt({ called, event, requestId, by }, itself);
      return {
        status: 200,
        requestId,
        payload: answer,
        executedVersion: version.number,
        ...(functionError !== undefined && { functionError }),
      };
    },
  };
}

function itself(made: Attempt): Attempt {
  return made;
}

function refuseLarge(payload: string, limit: number): void {
  // A text cannot have more than three bytes for each of its UTF-16 units, and most are far from any limit.
  if (payload.length * 3 <= limit || Buffer.byteLength(payload) <= limit) return;
  throw new Fault(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    413,
  );
}

/** Reads the event a function is to be given. Without a payload it is an empty object. */
function readPayload(payload: string): unknown {
  if (payload === '') return {};
  try {
    return JSON.parse(payload) as unknown;
  } catch (error) {
    throw new Fault(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    );
  }
}
