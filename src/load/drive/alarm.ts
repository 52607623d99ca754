import type { Milliseconds } from '../../clock.ts';
import type { RunClock } from './run-clock.ts';

/** Rings once at a time of a run, to a fraction of a millisecond. */
export interface Alarm {
  /** In microseconds, by the clock of the run. What was set before no longer rings. */
  set(time: number): void;
  clear(): void;
}

/** The longest that a timer of Node's waits. */
const LONGEST: Milliseconds = 2 ** 31 - 1;
/** A timer of Node's rings up to so much late, in microseconds: the rest is waited for in naps. */
const COARSE = 2_000;
/** In a nap nothing else is heard of, an answer neither: it is as short as an answer may be late. */
const NAP: Milliseconds = 0.25;

/**
 * Opens an alarm. Whoever waits with Node's timers alone is late by one to two milliseconds, and by none in a loop that takes a whole
 * core: here the thread sleeps for a quarter of a millisecond at a time, and looks after its connections in between.
 */
export function openAlarm(clock: Pick<RunClock, 'now'>, ring: () => void): Alarm {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let time = 0;
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;

  function clear(): void {
    clearTimeout(timer);
    clearImmediate(turn);
  }

  function look(): void {
    const left = time - clock.now();
    if (left > COARSE) timer = setTimeout(look, Math.min(LONGEST, Math.floor((left - COARSE / 2) / 1_000)));
    else if (left > 0) {
      Atomics.wait(cell, 0, 0, Math.min(NAP, left / 1_000));
      turn = setImmediate(look);
    } else ring();
  }

  return {
    clear,
    set: (next) => {
      clear();
      time = next;
      // Never at once, not even for what is late: answers have to be heard in between.
      turn = setImmediate(look);
    },
  };
}
