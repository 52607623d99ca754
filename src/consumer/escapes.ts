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
 * handles, `process.exit` and its like, a signal. What no consumer has done goes on to whoever else listens. Returns what stops it.
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

  type Exit = (code?: number | string | null) => never;
  const realExit: Exit = process.exit.bind(process);
  // What `process.exit` calls in the end; Node's types do not know it.
  const realReallyExit = (Reflect.get(process, 'reallyExit') as Exit).bind(process);
  const realAbort = process.abort.bind(process);
  const realKill = process.kill.bind(process);
  /** Ends the invocation as the end of its process would, by a signal or a status. */
  function end(how: string | number): never {
    const error = new ExitError(
      typeof how === 'number' ? `The process exited with status ${how}` : `The process was ended by ${how}`,
    );
    ledgers.current()?.fail(error);
    throw error;
  }
  const exitBy = (real: Exit): Exit => {
    return (code) => (ledgers.current() === undefined ? real(code) : end(Number(code ?? process.exitCode ?? 0)));
  };

  const reopen = [
    standIn('exit', exitBy(realExit)),
    standIn('reallyExit', exitBy(realReallyExit)),
    standIn('abort', () => (ledgers.current() === undefined ? realAbort() : end('SIGABRT'))),
    standIn('kill', (pid: number, signal?: string | number) =>
      // Signal 0 only asks whether a process is there.
      ledgers.current() === undefined || signal === 0 ? realKill(pid, signal) : end(String(signal ?? 'SIGTERM')),
    ),
  ];

  start();
  return () => {
    stop();
    for (const one of reopen) one();
  };
}

/** Puts another in the place of a method of `process`; returns what puts the real one back. */
function standIn(name: 'exit' | 'reallyExit' | 'abort' | 'kill', method: (...args: never[]) => unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(process, name);
  Reflect.set(process, name, method);
  return () => {
    if (Reflect.get(process, name) === method && before !== undefined) Object.defineProperty(process, name, before);
  };
}
