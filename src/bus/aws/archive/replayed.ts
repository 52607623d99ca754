import type { BusEvent } from '../../../eventbridge/event.ts';

/** An event as a replay brings it. */
export type ReplayedEvent = BusEvent & { readonly 'replay-name': string };

/** One time that an event has come out of the archive. */
export interface Sighting {
  readonly event: ReplayedEvent;
  /** The rules that are known to have matched. */
  readonly matched: Set<string>;
}

/** What replays have brought so far. */
export interface Replayed {
  /** Takes in what an observer has seen: a rule, or all of them for the witness that sees everything. */
  see(rule: string | undefined, event: ReplayedEvent): void;
  /** Takes the next time that an event has come, which is then nobody else's; nothing, where it has not come again. */
  claim(id: string): Sighting | undefined;
  /** Settles when something more has come. */
  more(): Promise<void>;
}

/** Opens an account of what replays bring. */
export function openReplayed(): Replayed {
  const sightings = new Map<string, Sighting>();
  const unclaimed = new Map<string, Sighting[]>();
  let told: () => void = () => {};
  let telling = new Promise<void>((resolve) => (told = resolve));

  return {
    see: (rule, event) => {
      const key = `${event['replay-name']}/${event.id}`;
      let sighting = sightings.get(key);
      if (sighting === undefined) sightings.set(key, (sighting = { event, matched: new Set() }));
      if (rule !== undefined) sighting.matched.add(rule);
      else unclaimed.set(event.id, [...(unclaimed.get(event.id) ?? []), sighting]);
      told();
      telling = new Promise((resolve) => (told = resolve));
    },
    claim: (id) => unclaimed.get(id)?.shift(),
    more: () => telling,
  };
}
