import type { Vitest } from 'vitest/node';
import type { BusSpec, BusWish } from '../bus/bus-spec.ts';
import type { Host } from '../bus/localstack/host.ts';
import { Problem } from '../problem.ts';
import type { Announcer } from './interruption.ts';

/** Makes a bus beyond this process ready for the workers, and takes away what is left of it when everything is over. */
export interface Hosting {
  /** Begins with the bus that is wished for, while Vitest gets ready. */
  begin(): void;
  /** Waits for that bus, and watches over the run; nothing, where no such bus is wished for. */
  attend(vitest: Watched): Promise<BusWish | undefined>;
  /** Takes away what was made ready, where no run has come of it. */
  close(): Promise<void>;
  /** The bus of a configuration, ready; as it is, where another is wished for. */
  prepare(bus: BusSpec): Promise<BusSpec>;
}

/** The part of Vitest that has to do with how a run ends. */
type Watched = Pick<Vitest, 'onClose' | 'cancelCurrentRun'>;

let interruptions = 0;

/** Whether a signal has ended a run that was delivered on a bus beyond this process. */
export function wasInterrupted(): boolean {
  return interruptions > 0;
}

/** How long scenarios have to end after an interruption. */
const PATIENCE = 20_000;

/** What ends a run from outside. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Opens the hosting of a run. For the embedded bus nothing is loaded. */
export function openHosting(wish: BusWish | undefined): Hosting {
  let opening: Promise<Host> | undefined;
  let wished: Promise<BusWish> | undefined;
  let vitest: Watched | undefined;
  let release: (() => void) | undefined;
  let isAttended = false;
  let announcer: Promise<Announcer> | undefined;
  const interruption = Promise.withResolvers<never>();
  interruption.promise.catch(() => undefined);

  function host(): Promise<Host> {
    opening ??= import('../bus/localstack/host.ts').then(({ openHost }) => openHost());
    watch();
    return opening;
  }

  let closing: Promise<void> | undefined;

  function close(): Promise<void> {
    closing ??= (async () => {
      try {
        await (await opening)?.[Symbol.asyncDispose]();
      } finally {
        release?.();
        (await announcer)?.close();
      }
    })();
    return closing;
  }

  /** Scenarios end by themselves, so that they can say how far they got; Vitest ends those that do not. */
  function interrupt(): void {
    interruption.reject(
      new Problem('ENVIRONMENT_MISSING', 'Cannot begin with the rehearsals: the run was interrupted'),
    );
    void announcer?.then((opened) => opened.announce());
    setTimeout(() => void vitest?.cancelCurrentRun('keyboard-input'), PATIENCE).unref();
  }

  function watch(): void {
    if (opening === undefined) return;
    announcer ??= import('./interruption.ts').then(({ openAnnouncer }) => openAnnouncer());
    // From the first thing on that would have to be taken away.
    release ??= takeOver(interrupt);
    if (vitest === undefined || isAttended) return;
    isAttended = true;
    vitest.onClose(close);
  }

  return {
    begin: () => {
      if (wish === undefined || wish.kind === 'embedded') return;
      wished ??= host().then((opened): Promise<BusWish> | BusWish =>
        wish.kind === 'localstack' ? opened.prepare(wish) : { ...wish, run: opened.run },
      );
      // Whoever attends is told.
      wished.catch(() => undefined);
      // Read while there is nothing else to do; whoever needs it says what is wrong with it.
      import('../scenario/read-file.ts').catch(() => undefined);
    },
    close,
    attend: async (its) => {
      vitest = its;
      watch();
      if (wished === undefined) return undefined;
      try {
        return await Promise.race([wished, interruption.promise]);
      } catch (error) {
        await close();
        throw error;
      }
    },
    prepare: async (bus) => {
      if (bus.kind === 'embedded' || (wish !== undefined && wish.kind !== bus.kind)) return bus;
      const opened = await host();
      if (bus.kind === 'aws') return { ...bus, run: opened.run };
      // What a flag says of the same bus goes before.
      return opened.prepare({ ...bus, ...(wish as typeof bus | undefined) });
    },
  };
}

/**
 * Has the first signal to end handled here, until the returned function is called; the second ends the process at once, as ever.
 *
 * Vitest's own listeners end it a millisecond after the first, when scenarios have yet to take their resources away.
 */
function takeOver(interrupt: () => void): () => void {
  const before = SIGNALS.map((signal) => ({ signal, listeners: process.rawListeners(signal) }));
  const ended = (): void => {
    leave();
    interruptions += 1;
    interrupt();
  };
  // Vitest adds its own when it is made, which is after the bus was asked for.
  const added = (event: string | symbol, listener: (...args: unknown[]) => void): void => {
    if (listener !== ended && SIGNALS.some((signal) => signal === event))
      queueMicrotask(() => void process.removeListener(event, listener));
  };
  const leave = (): void => {
    process.off('newListener', added);
    for (const signal of SIGNALS) process.off(signal, ended);
  };
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, ended);
  }
  process.on('newListener', added);
  return () => {
    process.off('newListener', added);
    // These first: while a signal has no listener at all, it ends the process there and then.
    for (const { signal, listeners } of before) {
      for (const listener of listeners) process.on(signal, listener as () => void);
      // Everything is taken away and only last words are left: who interrupts these is told so like everybody else.
      if (listeners.length === 0) process.once(signal, () => process.exit(130));
    }
    leave();
  };
}
