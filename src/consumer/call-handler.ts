import { isPromise } from 'node:util/types';
import { BlockedError, bounded } from './bounded.ts';
import type { Milliseconds } from '../clock.ts';
import { lambdaContext, type ContextFacts, type InvocationClock } from './context.ts';
import type { Invocation } from './consumer.ts';
import { returned, threw, timedOut } from './outcome.ts';

/** A Lambda handler, in any of its styles. */
export type Handler = (
  event: unknown,
  context: unknown,
  callback: (error?: unknown, result?: unknown) => void,
) => unknown;

// Taken before a consumer can replace them: a runtime that awaits a promise asks nobody either.
const { apply } = Reflect;
const RealPromise = Promise;
const then = Reflect.get(Promise.prototype, 'then') as (...both: ((settled: unknown) => void)[]) => Promise<void>;

type Outcome = Invocation['outcome'];

/** How a call comes to its end: whoever is first to say so decides, and what the handler does later changes nothing any more. */
export abstract class Settling {
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  protected settle(outcome: Outcome): void {
    this.#isOver = true;
    this.end(outcome);
  }

  /** Called once. */
  protected abstract end(outcome: Outcome): void;

  /** Called when the handler's code has come to an end, before anything is made of that. */
  protected abstract leave(): void;

  /** What the handler has returned, or has told one of its callbacks. */
  finish(error: unknown, result: unknown): void {
    if (this.#isOver) return;
    this.leave();
    this.settle(error === undefined || error === null ? returned(result) : threw(error));
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    this.leave();
    this.settle(threw(error));
  }

  /** Its time is up after so many milliseconds. */
  timeOut(after: Milliseconds): void {
    if (this.#isOver) return;
    this.leave();
    this.settle(timedOut(after));
  }
}

/** One call of a handler, and what it is told. */
export interface HandlerCall {
  readonly handler: Handler;
  readonly event: unknown;
  readonly facts: ContextFacts;
  readonly requestId: string;
  /** Tells how long it has taken. */
  readonly clock: InvocationClock;
  /** Whether a handler that does not even come back is stopped when its time is up. */
  readonly stops: boolean;
}

/**
 * Calls a handler, and settles with whichever comes first: the promise it returned, its callback, or `context.done`.
 *
 * A handler with a third parameter that returns no promise is waited for, as Lambda does; any other ends with what it returned.
 */
export function callHandler({ handler, event, facts, requestId, clock, stops }: HandlerCall, settling: Settling): void {
  const finish = (error: unknown, result: unknown): void => settling.finish(error, result);
  try {
    const context = lambdaContext(facts, requestId, clock, finish);
    const result = stops
      ? bounded(() => handler(event, context, finish), facts.timeout)
      : handler(event, context, finish);
    if (isThenable(result)) {
      const kept = (value: unknown): void => settling.finish(undefined, value);
      const failed = (error: unknown): void => settling.fail(error);
      // A promise of a kind of its own, which may begin only when it is asked, is asked as `await` does.
      if (isPromise(result) && result.constructor === RealPromise) void apply(then, result, [kept, failed]);
      else result.then(kept, failed);
    } else if (result !== undefined || handler.length < 3) settling.finish(undefined, result);
  } catch (error) {
    if (error instanceof BlockedError) settling.timeOut(facts.timeout);
    else settling.fail(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
