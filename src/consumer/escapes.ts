import type { Ledgers } from './ledger.ts';

/** What `process.exit` throws in a consumer, named as Lambda names the end of a process. */
class ExitError extends Error {
  override readonly name = 'Runtime.ExitError';
}

/** What Lambda makes of a rejection that nobody handles. */
class UnhandledPromiseRejection extends Error {
  override readonly name = 'Runtime.UnhandledPromiseRejection';

  constructor(reason: unknown) {
    super(inWords(reason), { cause: reason });
    // Where the consumer rejected is of use; where we noticed is not.
    if (reason instanceof Error && reason.stack !== undefined) this.stack = reason.stack;
  }
}

function inWords(reason: unknown): string {
  try {
    return String(reason);
  } catch {
    return 'a value that cannot be worded';
  }
}

type Event = 'uncaughtException' | 'unhandledRejection';

/**
 * Catches what would end the process, and ends the invocation with it, as Lambda does: an exception in a callback, a rejection that nobody
 * handles, `process.exit`. What no consumer has done goes on to whoever else listens. Returns what stops it.
 */
export function catchEscapes(ledgers: Ledgers): () => void {
  const listeners = {
    uncaughtException: (error: unknown): void => deliver('uncaughtException', error, [error]),
    unhandledRejection: (reason: unknown, promise: unknown): void =>
      deliver('unhandledRejection', new UnhandledPromiseRejection(reason), [reason, promise]),
  };

  function deliver(event: Event, error: unknown, told: readonly unknown[]): void {
    const ledger = ledgers.current();
    if (ledger !== undefined) {
      ledger.fail(error);
      return;
    }
    const others = process.rawListeners(event).filter((listener) => listener !== listeners[event]);
    // Alone, our listening is all that keeps Node from ending the process, as it would without us.
    if (others.length === 0) throw told[0];
    // Vitest takes an error for handled when it is not the only listener, so it is told when it is.
    stop();
    for (const listener of others) Reflect.apply(listener, process, told);
    start();
  }

  function start(): void {
    process.on('uncaughtException', listeners.uncaughtException);
    process.on('unhandledRejection', listeners.unhandledRejection);
  }

  function stop(): void {
    process.off('uncaughtException', listeners.uncaughtException);
    process.off('unhandledRejection', listeners.unhandledRejection);
  }

  const before = Object.getOwnPropertyDescriptor(process, 'exit');
  const realExit = process.exit.bind(process);
  const exit = (code?: number | string | null): never => {
    const ledger = ledgers.current();
    if (ledger === undefined) return realExit(code);
    const error = new ExitError(`The process exited with status ${code ?? process.exitCode ?? 0}`);
    ledger.fail(error);
    throw error;
  };

  start();
  process.exit = exit;
  return () => {
    stop();
    if (process.exit === exit && before !== undefined) Object.defineProperty(process, 'exit', before);
  };
}
