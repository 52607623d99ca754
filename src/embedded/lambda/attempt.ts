import { Fault } from '../../wire/fault.ts';
import type { LambdaFunction, Version } from './lambda-function.ts';
import { type Outcome, outcomeOf, type Ran } from './runner.ts';

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

/** What a function is run with. */
export interface AttemptWish {
  readonly called: LambdaFunction;
  readonly event: unknown;
  readonly requestId: string;
  /** See `Runner`. */
  readonly by?: string | undefined;
}

/**
 * Runs a function once, and gives what `use` makes of that. Throws the Fault of a function that is running as often as it may, before
 * anything has run.
 */
export function attempt<Result>(wish: AttemptWish, use: (attempt: Attempt) => Result): Promise<Result> {
  const version = begin(wish);
  return run(wish, version).then(
    (ran) => use(end(wish, version, ran)),
    (defect: unknown) => {
      wish.called.family.running -= 1;
      throw defect;
    },
  );
}

/** Does the same where nobody waits: what is a defect of ours is told to `failed`, which saves a promise for it. */
export function attemptApart(
  wish: AttemptWish,
  use: (attempt: Attempt) => void,
  failed: (defect: unknown) => void,
): void {
  const version = begin(wish);

  function ended(ran: Ran): void {
    try {
      use(end(wish, version, ran));
    } catch (defect) {
      failed(defect);
    }
  }

  void run(wish, version).then(ended, (defect: unknown) => {
    wish.called.family.running -= 1;
    failed(defect);
  });
}

function begin({ called }: AttemptWish): Version {
  const { family } = called;
  if (family.reservedConcurrency !== undefined && family.running >= family.reservedConcurrency) throw throttled();
  family.running += 1;
  return called.pick();
}

function run({ called, event, requestId, by }: AttemptWish, version: Version): Promise<Ran> {
  return version.runner(event, { requestId, functionArn: called.arn, by });
}

function end({ called, requestId }: AttemptWish, version: Version, ran: Ran): Attempt {
  called.family.running -= 1;
  return asAttempt(outcomeOf(ran), requestId, version);
}

function asAttempt(outcome: Outcome, requestId: string, version: Version): Attempt {
  // Of events that nobody waits for most functions return nothing.
  if (outcome.kind === 'returned' && (outcome.value === null || outcome.value === undefined)) {
    return { payload: 'null', version };
  }
  return { ...asResult(outcome, requestId), version };
}

function asResult(outcome: Outcome, requestId: string): Result {
  switch (outcome.kind) {
    case 'returned': {
      const payload = JSON.stringify(outcome.value) ?? 'null';
      return isLarge(payload) ? TOO_LARGE : { payload };
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

function isLarge(payload: string): boolean {
  // A text cannot have more than three bytes for each of its UTF-16 units, and most are far from any limit.
  return payload.length * 3 > ANSWER_LIMIT && Buffer.byteLength(payload) > ANSWER_LIMIT;
}

function failed(errorMessage: string, payload: object): Result {
  return { payload: JSON.stringify(payload), functionError: 'Unhandled', errorMessage };
}

const TOO_LARGE = failed('Response payload size exceeded maximum allowed payload size (6291556 bytes).', {
  errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  errorType: 'Function.ResponseSizeTooLarge',
});
