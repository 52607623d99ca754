import type { Bus } from '../bus/bus.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import { saveRehearsal } from '../saved/save-rehearsal.ts';
import { putOnShelf } from '../saved/shelf.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** Looks on while a scenario is rehearsed, and saves how it came out. */
export interface Saving {
  /** See `Surroundings` of a rehearsal. */
  readonly attend: (bus: Bus) => Bus;
  save(shelf: string, rehearsal: Rehearsal, again: string): void;
}

/** Opens the saving of one run: it takes the real time of each delivery, which nothing else does. */
export function openSaving(): Saving {
  const real = new Map<Delivery, number>();
  let began: number | undefined;
  const taken = (deliveries: readonly Delivery[]): void => {
    const now = performance.now();
    began ??= now;
    for (const delivery of deliveries) real.set(delivery, now - began);
  };
  return {
    attend: (bus) =>
      new Proxy(bus, {
        get: (target, name) => {
          const its: unknown = Reflect.get(target, name, target);
          if (typeof its !== 'function') return its;
          return (...given: readonly unknown[]): unknown => {
            if (name === 'deliver') taken([given[0] as Delivery]);
            if (name === 'deliverTogether') taken(given[0] as readonly Delivery[]);
            return its.apply(target, given) as unknown;
          };
        },
      }),
    save: (shelf, rehearsal, again) =>
      putOnShelf(shelf, rehearsal.scenario.file, saveRehearsal(rehearsal, { again, real })),
  };
}
