import type { Milliseconds } from '../clock.ts';

/** Lets this machine's time pass, unless nobody waits any longer. */
export function pause(duration: Milliseconds, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    // A longer one would be over at once.
    const timer = setTimeout(done, Math.min(duration, LONGEST));
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) done();
  });
}

const LONGEST: Milliseconds = 2 ** 31 - 1;
