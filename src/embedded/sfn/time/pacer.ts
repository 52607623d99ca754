// Taken before a consumer or its tests can replace it by a fake.
const { setImmediate } = globalThis;

/**
 * Knows whether any execution is doing something.
 *
 * A virtual clock must not move on while a state is still being carried out, or the next state would be entered too late. So whoever
 * wakes an execution waits until all are idle: waiting for a later moment, for a caller, or done.
 */
export interface Pacer {
  /** Somebody begins to do something. */
  take(): void;
  /** Somebody waits from here on, or is done. */
  drop(): void;
  /** Resolves once nobody does anything any more. */
  idle(): Promise<void>;
}

export function openPacer(): Pacer {
  let busy = 0;
  const waiting = new Set<() => void>();

  /** One who hands on to another may be done a moment before the other begins: what is due at once comes first. */
  function look(): void {
    setImmediate(() => {
      if (busy > 0) return;
      for (const resolve of waiting) resolve();
      waiting.clear();
    });
  }

  return {
    take: () => {
      busy += 1;
    },
    drop: () => {
      busy -= 1;
      if (busy === 0 && waiting.size > 0) look();
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
        if (busy === 0) look();
      }),
  };
}
