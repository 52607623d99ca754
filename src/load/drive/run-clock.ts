/**
 * Microseconds since the common start of a run, on the clock of this machine that nobody can set.
 *
 * The clock on the wall says once when the start is, so that machines agree on it; what happens to it after that moves nothing.
 */
export interface RunClock {
  now(): number;
  /** A moment of this thread's `performance.now()`. */
  at(milliseconds: number): number;
}

/** When the start is, for all threads of this machine: nanoseconds of `process.hrtime`. */
export type Start = bigint;

/** Reads when a moment on the wall, in milliseconds since the epoch, will be or was. */
export function startAt(wall: number): Start {
  return process.hrtime.bigint() + BigInt(Math.round((wall - Date.now()) * 1e6));
}

/** Opens the clock of a run in this thread. */
export function openRunClock(start: Start): RunClock {
  // Numbers from here on: asking for a big one costs more than most of what is timed.
  const offset = Number(process.hrtime.bigint() - start) / 1e3 - performance.now() * 1e3;
  return { now: () => performance.now() * 1e3 + offset, at: (milliseconds) => milliseconds * 1e3 + offset };
}
