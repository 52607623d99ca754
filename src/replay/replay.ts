import type { Bus } from '../bus/bus.ts';
import type { Clock, Instant } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { play } from './play.ts';
import type { Run } from './run.ts';

/**
 * Plays a timeline into a bus, and lets it go on until the scenario has `ended`. What a consumer does wrong is a result.
 *
 * A bus that is lost, and an interruption, throw the `Problem` that it is; it says what had been delivered until then.
 */
export async function replay(
  timeline: Timeline,
  bus: Bus,
  clock: Clock,
  { signal, ended }: { readonly signal?: AbortSignal | undefined; readonly ended?: Instant } = {},
): Promise<Run> {
  const arrivals: Run['arrivals'][number][] = [];
  try {
    await play([timeline], bus, clock, { signal, ended, arrived: (arrival) => arrivals.push(arrival) });
  } catch (error) {
    if (!(error instanceof Problem) || bus.fates === undefined) throw error;
    // Read late: it is of use only when something has gone wrong.
    const { accountOf } = await import('./account-of.ts');
    throw new Problem(error.code, `${error.message}; ${accountOf(timeline, bus.fates)}`, {
      cause: error.cause,
      place: error.place,
    });
  }
  const caused = bus.caused?.() ?? [];
  if (caused.length > 0) {
    arrivals.push(...caused);
    arrivals.sort((a, b) => a.delivery.at - b.delivery.at);
  }
  const unprompted = arrivals.length === 0 ? (bus.unprompted?.() ?? []) : [];
  return { bus: bus.name, cannot: bus.cannot, arrivals, ...(unprompted.length > 0 && { unprompted }) };
}
