import type { Clock } from '../../clock.ts';

/** The time that a remote bus goes by, which is everybody's: nothing else can be slept through there. */
export function wallClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (duration) => new Promise((resolve) => void setTimeout(resolve, Math.max(0, duration))),
  };
}
