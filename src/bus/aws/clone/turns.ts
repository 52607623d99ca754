/** Work that arrives by itself and is done in the order of its arrival; what goes wrong with it is told to whoever waits next. */
export interface Turns {
  take(work: () => Promise<void>): void;
  /** Settles when all that was taken so far is done. */
  taken(): Promise<void>;
  /** Says that no more will arrive, and why. */
  readonly lose: (error: unknown) => void;
  /** Waits for something, unless it can no longer come: rejects with what was lost, and returns nothing once interrupted. */
  unlessLost<Value>(coming: Promise<Value>): Promise<Value | undefined>;
}

/** Opens the turns of a run. */
export function openTurns(signal: AbortSignal | undefined): Turns {
  let turn: Promise<void> = Promise.resolve();
  let lose: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_, reject) => (lose = reject));
  // Nobody may be waiting at the moment, which is no reason for the process to end.
  lost.catch(() => undefined);
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return {
    take: (work) => {
      turn = turn.then(work).catch((error: unknown) => lose(error));
    },
    taken: () => Promise.race([turn, lost]),
    lose: (error) => lose(error),
    unlessLost: (coming) => {
      coming.catch(() => undefined);
      return Promise.race([coming, lost, interrupted]);
    },
  };
}
