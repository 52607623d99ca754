import { BlockedError, bounded } from './bounded.ts';
import { lambdaContext, type ContextFacts } from './context.ts';
import type { Invocation } from './consumer.ts';
import { returned, threw, timedOut } from './outcome.ts';

/** A Lambda handler, in any of its styles. */
export type Handler = (
  event: unknown,
  context: unknown,
  callback: (error?: unknown, result?: unknown) => void,
) => unknown;

/** The end of an invocation from without: what the handler does later changes nothing any more. */
export interface Settling {
  readonly outcome: Promise<Invocation['outcome']>;
  readonly fail: (error: unknown) => void;
  /** Ends it as its timeout does. */
  readonly expire: () => void;
}

// Taken before a consumer or its tests can replace them by fakes.
const { setTimeout, clearTimeout } = globalThis;

/**
 * Calls a handler and waits for whichever comes first: the promise it returned, its callback, `context.done`, or its timeout.
 *
 * One that does not even come back is stopped when its time is up, where `stops` asks for it.
 * A handler with a third parameter that returns no promise is waited for, as Lambda does; any other ends with what it returned.
 */
export function callHandler(handler: Handler, event: unknown, facts: ContextFacts, stops = false): Settling {
  let settle!: (outcome: Invocation['outcome']) => void;
  const outcome = new Promise<Invocation['outcome']>((resolve) => {
    settle = resolve;
  });
  const expire = (): void => settle(timedOut(facts.timeout));
  const timer = setTimeout(expire, facts.timeout);
  const finish = (error: unknown, result: unknown): void => {
    settle(error === undefined || error === null ? returned(result) : threw(error));
  };
  const fail = (error: unknown): void => settle(threw(error));

  try {
    const call = (): unknown => handler(event, lambdaContext(facts, finish), (error, value) => finish(error, value));
    const result = stops ? bounded(call, facts.timeout) : call();
    if (isThenable(result)) result.then((value) => settle(returned(value)), fail);
    else if (result !== undefined || handler.length < 3) settle(returned(result));
  } catch (error) {
    if (error instanceof BlockedError) expire();
    else fail(error);
  }
  return { outcome: outcome.finally(() => clearTimeout(timer)), fail, expire };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
