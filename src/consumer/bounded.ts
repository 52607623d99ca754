import { Script } from 'node:vm';
import type { Milliseconds } from '../clock.ts';

/** That code has kept its thread busy beyond its time, and was stopped. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

const SLOT = Symbol.for('ecreplay.bounded');
// Jest gives each test file a global object of its own, which is not that of this context.
const CONTEXT = new Script('globalThis').runInThisContext() as typeof globalThis;
const CALL = new Script(`globalThis[Symbol.for('ecreplay.bounded')]()`);

/**
 * Runs code and stops it when it does not come back: no timer could, because none fires on a thread that is busy.
 *
 * What the code does after its first `await` is out of reach. A call costs a sixth of a millisecond (a thread that watches).
 */
export function bounded<Result>(code: () => Result, limit: Milliseconds): Result {
  let ended: { readonly result: Result } | { readonly error: unknown } | undefined;
  Reflect.set(CONTEXT, SLOT, () => {
    Reflect.deleteProperty(CONTEXT, SLOT);
    try {
      ended = { result: code() };
    } catch (error) {
      ended = { error };
    }
  });
  try {
    CALL.runInThisContext({ timeout: Math.max(1, Math.ceil(limit)) });
  } catch (error) {
    if (ended === undefined) throw new BlockedError('The thread was kept busy', { cause: error });
  }
  if (ended === undefined) throw new BlockedError('The thread was kept busy');
  if ('error' in ended) throw ended.error;
  return ended.result;
}
