import type { Clock, Instant, Milliseconds } from '../clock.ts';
import { pause } from './pause.ts';

/** How fast deliveries follow each other. */
export type Pace =
  | { readonly kind: 'recorded'; /** How many recorded seconds pass in one. */ readonly speed: number }
  | { readonly kind: 'rate'; readonly perSecond: number }
  | { readonly kind: 'topspeed' };

/** How late deliveries were, against the moment at which each was due. */
export interface Lateness {
  /** The delay that this part of the deliveries, from 0 to 1, did not exceed. */
  readonly at: (part: number) => Milliseconds;
}

/** A clock that keeps a pace. */
export interface PaceClock extends Clock {
  readonly lateness: Lateness;
}

/** What a pace goes by besides. */
export interface Surroundings {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of this machine, from whenever. */
  readonly now?: () => Milliseconds;
  /** Lets this machine's time pass. */
  readonly pause?: (duration: Milliseconds, signal: AbortSignal | undefined) => Promise<void>;
}

/** Opens a clock on which each delivery is slept for until it is due: that of a recording begins at `start`. */
export function openPace(
  pace: Pace,
  start: Instant,
  { signal, now = () => performance.now(), pause: wait = precisePause }: Surroundings = {},
): PaceClock {
  const lateness = openLateness();
  let at = start;
  let slept = 0;
  let began: number | undefined;

  function due(): Milliseconds {
    began ??= now();
    if (pace.kind === 'recorded') return began + (at - start) / pace.speed;
    return pace.kind === 'rate' ? began + (slept * 1_000) / pace.perSecond : 0;
  }

  return {
    lateness,
    now: () => at,
    sleep: async (duration) => {
      at += Math.max(0, duration);
      if (pace.kind === 'topspeed') return;
      const moment = due();
      slept += 1;
      const rest = moment - now();
      // Who is late does not sleep: each moment counts from the beginning, and not from the one before.
      if (rest > 0) await wait(rest, signal);
      lateness.add(now() - moment);
    },
  };
}

/** A timer of Node's is up to a millisecond late, and more where there is much to do. */
const TIMER_ERROR = 2;

/** Waits to the fraction of a millisecond: by a timer for the most part, and turn by turn for what is left. */
async function precisePause(duration: Milliseconds, signal: AbortSignal | undefined): Promise<void> {
  const until = performance.now() + duration;
  if (duration > TIMER_ERROR) await pause(duration - TIMER_ERROR, signal);
  const isOver = (): boolean => signal?.aborted === true || performance.now() >= until;
  while (!isOver()) await new Promise((resolve) => void setImmediate(resolve));
}

/** Steps of nine per cent, from a microsecond on. */
const STEPS_A_DOUBLING = 8;

function openLateness(): Lateness & { add(late: Milliseconds): void } {
  const counts = Array.from({ length: 64 * STEPS_A_DOUBLING }, () => 0);
  let all = 0;
  return {
    add: (late) => {
      const step = Math.ceil(Math.log2(Math.max(0, late) * 1_000 + 1) * STEPS_A_DOUBLING);
      counts[step]! += 1;
      all += 1;
    },
    at: (part) => {
      let rest = Math.ceil(part * all);
      const step = counts.findIndex((count) => (rest -= count) <= 0);
      return step < 0 ? 0 : (2 ** (step / STEPS_A_DOUBLING) - 1) / 1_000;
    },
  };
}
