import type { Emission } from '../eventbridge/emission.ts';
import type { JsonObject } from '../registry/activity.ts';
import { hears, type Channels } from './channels.ts';
import type { Fact } from './said.ts';

/** Where an emission and a recording differ: what only one of them has. */
export interface Difference {
  readonly missing: readonly Fact[];
  readonly extra: readonly Emission[];
}

/** What two things that were told have to agree in. */
export type Sameness = (value: JsonObject) => string;

/** Compares what a scenario makes AWS say with what a recording of these channels holds. */
export function compare(
  emissions: readonly Emission[],
  facts: readonly Fact[],
  channels: Channels,
  sameness: Sameness,
): Difference {
  const wanted = Map.groupBy(facts, (fact) => sameness(fact.record ?? fact.event ?? {}));
  const extra: Emission[] = [];
  for (const emission of emissions) {
    if (!hears(channels, emission)) continue;
    const known = wanted.get(sameness(valueOf(emission)));
    if (known?.shift() === undefined) extra.push(emission);
  }
  return { missing: [...wanted.values()].flat(), extra };
}

/** What an emission says. */
export function valueOf(emission: Emission): JsonObject {
  return (emission.channel === 'cloudtrail' ? emission.record : emission.event) as unknown as JsonObject;
}

/** Remembers what was worked out of each value: facts are compared again and again. */
export function remembered(sameness: Sameness): Sameness {
  const known = new WeakMap<JsonObject, string>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) known.set(value, (text = sameness(value)));
    return text;
  };
}
