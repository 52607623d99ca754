import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Run } from './run.ts';

/** Plays a timeline into a bus, to its end or until it is interrupted. What a consumer does wrong is a result; only a lost bus throws. */
export async function replay(timeline: Timeline, bus: Bus, clock: Clock, signal?: AbortSignal): Promise<Run> {
  const arrivals: Run['arrivals'][number][] = [];
  for (const delivery of timeline) {
    await clock.sleep(delivery.at - clock.now());
    if (signal?.aborted === true) break;
    const receipt = await bus.deliver(delivery);
    arrivals.push({ ...receipt, delivery });
  }
  await bus.settle();
  return { bus: bus.name, cannot: bus.cannot, arrivals };
}
