import type { Bus } from '../bus/bus.ts';
import type { Clock, Instant } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Delivery, Timeline } from '../timeline/timeline.ts';
import type { Run } from './run.ts';

/** How deliveries are played, and who hears of them. */
export interface Playing {
  readonly signal?: AbortSignal | undefined;
  /** Until when things go on after the last delivery. */
  readonly ended?: Instant | undefined;
  /** Told of each delivery that was made. What is not kept here is kept nowhere. */
  readonly arrived: (arrival: Run['arrivals'][number]) => void;
}

/**
 * Plays deliveries into a bus one after the other, each when its time has come; they may be far more than can be held at once. What is to
 * be handled together has to be in one part. Throws the `Problem` of a bus that is lost, and of an interruption.
 */
export async function play(
  parts: Iterable<Timeline> | AsyncIterable<Timeline>,
  bus: Bus,
  clock: Clock,
  { signal, ended, arrived }: Playing,
): Promise<void> {
  for await (const part of parts) {
    for (let index = 0; index < part.length; index += 1) {
      const delivery = part[index]!;
      await clock.sleep(delivery.at - clock.now());
      if (signal?.aborted === true) throw interruption();
      const group = delivery.together === undefined ? undefined : groupFrom(part, index);
      if (group === undefined || bus.deliverTogether === undefined) {
        arrived({ ...(await bus.deliver(delivery)), delivery });
        continue;
      }
      const receipts = await bus.deliverTogether(group);
      for (const [position, receipt] of receipts.entries()) arrived({ ...receipt, delivery: group[position]! });
      index += group.length - 1;
    }
  }
  await bus.settle(ended);
  if (signal?.aborted === true && bus.fates !== undefined) throw interruption();
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
