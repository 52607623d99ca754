import type { Bus } from '../bus/bus.ts';
import type { Clock, Instant } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Delivery, Timeline } from '../timeline/timeline.ts';
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
    for (let index = 0; index < timeline.length; index += 1) {
      const delivery = timeline[index]!;
      await clock.sleep(delivery.at - clock.now());
      if (signal?.aborted === true) throw interruption();
      const group = delivery.together === undefined ? undefined : groupFrom(timeline, index);
      if (group === undefined || bus.deliverTogether === undefined) {
        arrivals.push({ ...(await bus.deliver(delivery)), delivery });
        continue;
      }
      const receipts = await bus.deliverTogether(group);
      arrivals.push(...receipts.map((receipt, position) => ({ ...receipt, delivery: group[position]! })));
      index += group.length - 1;
    }
    await bus.settle(ended);
    if (signal?.aborted === true && bus.fates !== undefined) throw interruption();
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

/** The deliveries that are handled together with one, which stand one after another. */
function groupFrom(timeline: Timeline, from: number): readonly Delivery[] {
  const name = timeline[from]!.together?.group;
  let end = from + 1;
  while (timeline[end]?.together?.group === name && end < timeline.length) end += 1;
  return timeline.slice(from, end);
}

function interruption(): Problem {
  return new Problem('ENVIRONMENT_MISSING', 'Cannot finish the rehearsal: it was interrupted');
}
