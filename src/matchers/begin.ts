import type { Bus, Receipt } from '../bus/bus.ts';
import type { Delivery } from '../timeline/timeline.ts';
import type { ScenarioSource } from '../rehearse/load-scenario.ts';
import type { SetupSource } from '../rehearse/load-setup.ts';
import type { Rehearsal, Surroundings } from '../rehearse/rehearse.ts';
import { rehearseFrom } from '../rehearse/rehearse-from.ts';
import { sightsOf } from './sights.ts';
import { openWaiter, type Wait, type Waiter } from './waiter.ts';

/** A rehearsal that has begun, and whose time stands still unless somebody waits for something. */
export interface Underway extends AsyncDisposable {
  /** What to wait for is said by what is called on it; see `Waiter`. */
  until(consumer: string): Waiter;
  /** Lets everything that is left happen, and judges it. */
  end(): Promise<Rehearsal>;
}

/**
 * Begins a rehearsal and holds it before the first delivery. Waiting for something is what lets time go on, delivery by delivery,
 * until that has happened: nothing ever sleeps, and what was waited for can be looked at before anything else comes.
 *
 * @example
 * const run = begin('scenarios/push.yaml');
 * await run.until('deployer').invoked();
 * await run.until('deployer').called('ecs:UpdateService');
 * const rehearsal = await run.end();
 */
export function begin(scenario: ScenarioSource, setup?: SetupSource, surroundings: Surroundings = {}): Underway {
  const arrivals: { readonly delivery: Delivery; readonly receipt: Receipt }[] = [];
  const waits = new Set<Wait>();
  let ending = false;
  let goOn: (() => void) | undefined;

  /** Tells all who wait, and lets time go on when one still does. */
  function isWaitedFor(): boolean {
    if (waits.size > 0) {
      const sights = sightsOf(arrivals);
      for (const wait of waits) if (wait.look(sights)) waits.delete(wait);
    }
    return ending || waits.size > 0;
  }

  async function gate(): Promise<void> {
    while (!isWaitedFor()) await new Promise<void>((resolve) => (goOn = resolve));
  }

  function nudge(): void {
    goOn?.();
    goOn = undefined;
  }

  function held(bus: Bus): Bus {
    return {
      name: bus.name,
      cannot: bus.cannot,
      ...(bus.fates !== undefined && { fates: bus.fates }),
      deliver: async (delivery) => {
        await gate();
        const receipt = await bus.deliver(delivery);
        arrivals.push({ delivery, receipt });
        return receipt;
      },
      ...(bus.unprompted !== undefined && { unprompted: () => bus.unprompted!() }),
      settle: async (ended) => {
        await gate();
        await bus.settle(ended);
        isWaitedFor();
      },
      [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
    };
  }

  const rehearsing = rehearseFrom(scenario, setup, { ...surroundings, attend: held });
  // Whoever waits or ends it is told.
  rehearsing.catch(() => undefined);
  const settled = rehearsing.then(tellAll, tellAll);
  let isOver = false;

  function tellAll(): void {
    isOver = true;
    const left = [...waits];
    waits.clear();
    for (const wait of left) wait.over(rehearsing);
  }

  function add(wait: Wait): void {
    if (wait.look(sightsOf(arrivals))) return;
    if (isOver) wait.over(rehearsing);
    else waits.add(wait);
    nudge();
  }

  function end(): Promise<Rehearsal> {
    ending = true;
    nudge();
    return rehearsing;
  }

  return {
    until: (consumer) => openWaiter(consumer, add),
    end,
    [Symbol.asyncDispose]: async () => {
      void end();
      await settled;
    },
  };
}
