import { Fault } from '../../wire/fault.ts';
import type { LambdaFunction, Version } from './lambda-function.ts';
import type { Outcome } from './runner.ts';

/** One run of a function, as its caller is told. */
export interface Attempt extends Result {
  readonly version: Version;
}

/** What a run has come to. */
interface Result {
  /** JSON text. */
  readonly payload: string;
  /** That the code failed: Lambda calls every such failure unhandled. */
  readonly functionError?: 'Unhandled';
  /** The words of the failure, for dead-letter queues. */
  readonly errorMessage?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, and a hundred bytes of grace for answers. */
const ANSWER_LIMIT = 6_291_556;

/** Lambda's refusal to run more of a function at once than was reserved for it. */
export function throttled(): Fault {
  return new Fault('TooManyRequestsException', 'Rate Exceeded.', 429);
}

/** Runs a function once. Throws the Fault of a function that is running as often as it may. */
export async function attempt(called: LambdaFunction, event: unknown, requestId: string): Promise<Attempt> {
  const { family } = called;
  if (family.reservedConcurrency !== undefined && family.running >= family.reservedConcurrency) throw throttled();
  family.running += 1;
  const version = called.pick();
  try {
    return { ...asResult(await version.runner(event, { requestId, functionArn: called.arn }), requestId), version };
  } finally {
    family.running -= 1;
  }
}

function asResult(outcome: Outcome, requestId: string): Result {
  switch (outcome.kind) {
    case 'returned': {
      const payload = JSON.stringify(outcome.value) ?? 'null';
      return Buffer.byteLength(payload) > ANSWER_LIMIT ? TOO_LARGE : { payload };
    }
    case 'threw': {
      const { name, message, stack } = outcome.error;
      return failed(message, {
        errorType: name,
        errorMessage: message,
        ...(stack !== undefined && { trace: stack.split('\n') }),
      });
    }
    case 'timed-out': {
      const message = `RequestId: ${requestId} Error: Task timed out after ${(outcome.after / 1000).toFixed(2)} seconds`;
      return failed(message, { errorType: 'Sandbox.Timedout', errorMessage: message });
    }
  }
}

function failed(errorMessage: string, payload: object): Result {
  return { payload: JSON.stringify(payload), functionError: 'Unhandled', errorMessage };
}

const TOO_LARGE = failed('Response payload size exceeded maximum allowed payload size (6291556 bytes).', {
  errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  errorType: 'Function.ResponseSizeTooLarge',
});
