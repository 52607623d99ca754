/** Milliseconds since the epoch, UTC. The one unit of time inside ecreplay; words such as `30s` stay at its edges. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** Where time comes from. Nothing below `rehearse/` reads the machine's own clock. */
export interface Clock {
  now(): Instant;
  /** Resolves once `duration` has passed on this clock. A duration of zero or less resolves at once. */
  sleep(duration: Milliseconds): Promise<void>;
}

/** A clock that jumps: `sleep` takes no real time, so a thirty-day scenario runs in milliseconds. */
export function virtualClock(start: Instant): Clock & { advanceTo(instant: Instant): void } {
  let now = start;
  return {
    now: () => now,
    sleep: (duration) => {
      now += Math.max(0, duration);
      return Promise.resolve();
    },
    advanceTo: (instant) => {
      now = Math.max(now, instant);
    },
  };
}
