import type { Vitest } from 'vitest/node';
import type { BusSpec, BusWish } from '../bus/bus-spec.ts';
import type { Host } from '../bus/localstack/host.ts';

/** Makes a bus beyond this process ready for the workers, and takes away what is left of it when everything is over. */
export interface Hosting {
  /** Begins with the bus that is wished for, while Vitest gets ready. */
  begin(): void;
  /** Waits for that bus, and watches over the run; nothing, where no such bus is wished for. */
  attend(vitest: Pick<Vitest, 'onClose' | 'cancelCurrentRun'>): Promise<BusWish | undefined>;
  /** The bus of a configuration, ready; as it is, where another is wished for. */
  prepare(bus: BusSpec): Promise<BusSpec>;
}

/** Opens the hosting of a run. For the embedded bus nothing is loaded. */
export function openHosting(wish: BusWish | undefined): Hosting {
  let opening: Promise<Host> | undefined;
  let wished: Promise<BusWish> | undefined;
  let vitest: Pick<Vitest, 'onClose' | 'cancelCurrentRun'> | undefined;
  let isWatched = false;

  function host(): Promise<Host> {
    opening ??= import('../bus/localstack/host.ts').then(({ openHost }) => openHost());
    watch();
    return opening;
  }

  function watch(): void {
    if (vitest === undefined || opening === undefined || isWatched) return;
    isWatched = true;
    const { onClose } = vitest;
    const interrupt = (): void => void vitest?.cancelCurrentRun('keyboard-input');
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const opened = opening;
    onClose.call(vitest, async () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      await (await opened)[Symbol.asyncDispose]();
    });
  }

  return {
    begin: () => {
      if (wish === undefined || wish.kind === 'embedded') return;
      wished ??= host().then((opened): Promise<BusWish> | BusWish =>
        wish.kind === 'localstack' ? opened.prepare(wish) : { ...wish, run: opened.run },
      );
      // Whoever attends is told.
      wished.catch(() => undefined);
    },
    attend: async (its) => {
      vitest = its;
      watch();
      return wished;
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
