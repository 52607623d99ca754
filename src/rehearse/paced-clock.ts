import { pause as machinePause } from '../replay/pause.ts';
import type { Clock, Instant, Milliseconds } from '../clock.ts';

/** What a clock in real time goes by. */
export interface Pace {
  /** How many milliseconds of the registry's pass in one of this machine's. */
  readonly speed: number;
  /** What is not waited for at all: the steps `wait`. */
  readonly waits?: readonly { readonly from: Instant; readonly until: Instant }[];
  /** Aborted when nobody waits any longer. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of this machine, from whenever. */
  readonly now?: () => Milliseconds;
  /** Lets this machine's time pass. */
  readonly pause?: (duration: Milliseconds, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * The registry's clock in real time: what is slept takes a part of the time, and nothing where a scenario waits.
 *
 * Whatever happens between two sleeps takes its own time, which is taken off the next one: who is late does not sleep.
 */
export function pacedClock(
  start: Instant,
  { speed, waits = [], signal, now = machineNow, pause = machinePause }: Pace,
): Clock {
  let at = start;
  const began = now();

  function due(instant: Instant): Milliseconds {
    const waited = waits.reduce(
      (sum, { from, until }) => sum + Math.max(0, Math.min(until, instant) - Math.max(from, start)),
      0,
    );
    return began + Math.max(0, instant - start - waited) / speed;
  }

  return {
    now: () => at,
    sleep: async (duration) => {
      at += Math.max(0, duration);
      const rest = due(at) - now();
      // A timer is a millisecond late or early: what is shorter is not worth one.
      if (rest >= 1) await pause(rest, signal);
    },
  };
}

function machineNow(): Milliseconds {
  return performance.now();
}
