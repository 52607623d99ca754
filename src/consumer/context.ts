import type { Milliseconds } from '../clock.ts';

/** What Lambda hands a handler beside the event. */
export interface LambdaContext {
  callbackWaitsForEmptyEventLoop: boolean;
  readonly functionVersion: string;
  readonly functionName: string;
  /** A text, as Lambda has it. */
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly clientContext: undefined;
  readonly identity: undefined;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
  readonly done: (error?: unknown, result?: unknown) => void;
  readonly fail: (error: unknown) => void;
  readonly succeed: (result: unknown) => void;
}

/** Tells how long an invocation has taken. */
export interface InvocationClock {
  elapsed(): Milliseconds;
}

/** What the contexts of a function have in common. */
export interface ContextFacts {
  readonly functionName: string;
  readonly memorySize: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly invokedFunctionArn: string;
  readonly timeout: Milliseconds;
}

/**
 * Makes the `context` of one invocation, whose time runs by `clock`. `settle` is called by the three ways of old to end it.
 */
export function lambdaContext(
  facts: ContextFacts,
  awsRequestId: string,
  clock: InvocationClock,
  settle: (error: unknown, result: unknown) => void,
): LambdaContext {
  const { functionName, logGroupName, logStreamName, invokedFunctionArn, timeout } = facts;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName,
    memoryLimitInMB: String(facts.memorySize),
    logGroupName,
    logStreamName,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn,
    awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(timeout - clock.elapsed())),
    done: (error, result) => settle(error, result),
    // Lambda's runtime calls an error that is missing `handled`.
    fail: (error) => settle(error ?? 'handled', undefined),
    succeed: (result) => settle(null, result),
  };
}
