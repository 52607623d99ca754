import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import type { Operation } from '../service.ts';
import type { Functions } from './functions.ts';
import { qualifiedArn, type EventInvokeConfig, type LambdaFunction } from './lambda-function.ts';
import { page } from './page.ts';

/** What PutFunctionEventInvokeConfig and UpdateFunctionEventInvokeConfig are given. */
interface ConfigInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
  readonly Marker?: string;
  readonly MaxItems?: number;
}

interface Configured {
  readonly called: LambdaFunction;
  readonly config: EventInvokeConfig;
}

/** The operations on what becomes of events that nobody waits for. */
export function eventInvokeOperations(functions: Functions, now: () => Instant): Readonly<Record<string, Operation>> {
  /** Of one that is not there these operations have words of their own. */
  function find({ FunctionName, Qualifier }: ConfigInput): LambdaFunction {
    const called = functions.seek(FunctionName, Qualifier);
    if (called === undefined) throw new Fault('ResourceNotFoundException', "The function doesn't exist.", 404);
    return called;
  }

  function write(input: ConfigInput, before: EventInvokeConfig | undefined): unknown {
    const called = find(input);
    const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = input;
    if (attempts === undefined && age === undefined && destinations === undefined) {
      throw new Fault(
        'InvalidParameterValueException',
        'You must specify at least one of error handling or destination setting.',
      );
    }
    const onSuccess = destinations?.OnSuccess?.Destination;
    const onFailure = destinations?.OnFailure?.Destination;
    refuseDestinations(
      { ...(onSuccess !== undefined && { onSuccess }), ...(onFailure !== undefined && { onFailure }) },
      called,
      functions,
    );
    called.eventInvokeConfig = {
      ...before,
      ...(attempts !== undefined && { maximumRetryAttempts: attempts }),
      ...(age !== undefined && { maximumEventAge: age }),
      ...(onSuccess !== undefined && { onSuccess }),
      ...(onFailure !== undefined && { onFailure }),
      lastModified: now(),
    };
    return describe(called, called.eventInvokeConfig);
  }

  function existing({ FunctionName, Qualifier }: ConfigInput): Configured {
    const called = functions.seek(FunctionName, Qualifier);
    if (called?.eventInvokeConfig !== undefined) return { called, config: called.eventInvokeConfig };
    const arn = called === undefined ? functions.arnOf(FunctionName, Qualifier ?? '$LATEST') : qualifiedArn(called);
    throw new Fault('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, 404);
  }

  return {
    PutFunctionEventInvokeConfig: (input) => write(input as unknown as ConfigInput, undefined),
    UpdateFunctionEventInvokeConfig: (input) => {
      const given = input as unknown as ConfigInput;
      find(given);
      return write(given, existing(given).config);
    },
    GetFunctionEventInvokeConfig: (input) => {
      const { called, config } = existing(input as unknown as ConfigInput);
      return describe(called, config);
    },
    DeleteFunctionEventInvokeConfig: (input) => {
      existing(input as unknown as ConfigInput).called.eventInvokeConfig = undefined;
    },
    ListFunctionEventInvokeConfigs: (input) => {
      const { FunctionName, Marker, MaxItems = 50 } = input as unknown as ConfigInput;
      const { family } = find({ FunctionName });
      const all = [family.latest, ...family.versions.values(), ...family.aliases.values()].flatMap((called) =>
        called.eventInvokeConfig === undefined ? [] : [describe(called, called.eventInvokeConfig)],
      );
      const { items, next } = page(all, Marker, MaxItems);
      return { FunctionEventInvokeConfigs: items, ...(next !== undefined && { NextMarker: next }) };
    },
  };
}

/** What records can be sent to. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const DESTINATIONS = new Set(['sqs', 'sns', 'lambda', 'events']);

function refuseDestinations(
  { onSuccess, onFailure }: Pick<EventInvokeConfig, 'onSuccess' | 'onFailure'>,
  called: LambdaFunction,
  functions: Functions,
): void {
  const fits = [onSuccess, onFailure].every((destination) => {
    const service = destination === undefined ? undefined : parseArn(destination)?.service;
    // Failures may also be kept in a bucket.
    return (
      destination === undefined || DESTINATIONS.has(service ?? '') || (service === 's3' && destination === onFailure)
    );
  });
  if (!fits) {
    const part = (name: string, destination: string | undefined): string =>
      destination === undefined ? 'null' : `${name}(destination=${destination})`;
    throw new Fault(
      'InvalidParameterValueException',
      `The provided destination config DestinationConfig(onSuccess=${part('OnSuccess', onSuccess)}, onFailure=${part('OnFailure', onFailure)}) is invalid.`,
    );
  }
  for (const destination of [onFailure, onSuccess])
    if (parseArn(destination ?? '')?.service === 'lambda') refuseFunction(destination!, called, functions);
}

/** A function that is its own destination would never come to an end. */
function refuseFunction(destination: string, called: LambdaFunction, functions: Functions): void {
  let target: LambdaFunction;
  try {
    target = functions.find(destination);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault('InvalidParameterValueException', `The destination ARN ${destination} is invalid.`);
  }
  if (target.family !== called.family) return;
  throw new Fault('InvalidParameterValueException', "You can't specify the function as a destination for itself.");
}

function describe(called: LambdaFunction, config: EventInvokeConfig): object {
  return {
    LastModified: new Date(config.lastModified),
    FunctionArn: qualifiedArn(called),
    ...(config.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAge !== undefined && { MaximumEventAgeInSeconds: config.maximumEventAge }),
    DestinationConfig: {
      OnSuccess: config.onSuccess === undefined ? {} : { Destination: config.onSuccess },
      OnFailure: config.onFailure === undefined ? {} : { Destination: config.onFailure },
    },
  };
}
