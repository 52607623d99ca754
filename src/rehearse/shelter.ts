import type { Milliseconds } from '../clock.ts';

/** What `process.exit` throws under shelter. */
class ExitAttempt extends Error {
  override readonly name = 'ExitAttempt';
}

/** That sheltered code has not settled in time, or has tried to end the process: a sentence about "it". */
export class ShelterError extends Error {
  override readonly name = 'ShelterError';
}

const WAYS_OUT = ['exit', 'reallyExit', 'abort'] as const;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs code of a user's that is to answer and nothing else: it can neither end the process nor keep everybody waiting.
 *
 * One after another, because there is one `process` to guard. What blocks the thread is not stopped here, but where it is imported.
 */
export function sheltered<Result>(code: () => Promise<Result>, limit: Milliseconds): Promise<Result> {
  const turn = last.then(() => shelteredNow(code, limit));
  last = turn.catch(() => undefined);
  return turn;
}

async function shelteredNow<Result>(code: () => Promise<Result>, limit: Milliseconds): Promise<Result> {
  const { promise: ended, reject: end } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    end(new ShelterError(`it has not settled within ${limit / 1_000} s`));
  }, limit);
  const reopen = closeWaysOut((attempt) => end(attempt));
  try {
    return await Promise.race([code(), ended]);
  } finally {
    clearTimeout(timer);
    reopen();
  }
}

function closeWaysOut(tell: (error: ShelterError) => void): () => void {
  const before = WAYS_OUT.map((name) => [name, Reflect.get(process, name) as unknown] as const);
  for (const name of WAYS_OUT) {
    Reflect.set(process, name, (code?: number | string): never => {
      const call = `process.${name}(${code ?? ''})`;
      tell(new ShelterError(`it calls ${call}, which would end the whole run`));
      throw new ExitAttempt(call);
    });
  }
  // Thrown in a callback, an attempt reaches nobody else.
  const swallow = (error: unknown): void => {
    if (!(error instanceof ExitAttempt)) throw error;
  };
  process.on('uncaughtException', swallow);
  return () => {
    process.off('uncaughtException', swallow);
    for (const [name, value] of before) Reflect.set(process, name, value);
  };
}
