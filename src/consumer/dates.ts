import type { Instant } from '../clock.ts';

/** Where a consumer stands in time: the scenario's own, which goes on by what has really passed. */
export type TimeOf = () => Instant | undefined;

/**
 * Makes `Date` tell each consumer the time of its scenario, and everybody else the real one. Timers stay real, and so does
 * `performance.now()`, which measures. Returns what puts the real `Date` back.
 */
export function standInForDate(now: TimeOf): () => void {
  const Real = globalThis.Date;
  const time = (): Instant => now() ?? Real.now();
  const StandIn = new Proxy(Real, {
    // Called without `new`, `Date` is a text.
    apply: () => new Real(time()).toString(),
    construct: (target, args: unknown[], made): object =>
      Reflect.construct(target, args.length === 0 ? [time()] : args, made) as object,
    get: (target, key) => (key === 'now' ? time : (Reflect.get(target, key) as unknown)),
  });
  globalThis.Date = StandIn;
  return () => {
    // Whoever has put another in its place since (fake timers) will know why.
    if (globalThis.Date === StandIn) globalThis.Date = Real;
  };
}
