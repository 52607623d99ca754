import type { Emission } from '../eventbridge/emission.ts';
import type { JsonObject } from '../registry/activity.ts';
import { hears, type Channels } from './channels.ts';
import { meaningOfEvent, meaningOfRecord } from './meaning.ts';
import type { Fact } from './said.ts';

/** Where an emission and a recording differ: what only one of them has. */
export interface Difference {
  readonly missing: readonly Fact[];
  readonly extra: readonly Emission[];
}

/** Compares what a scenario makes AWS say with what a recording of these channels holds, up to ids and times. */
export function compare(emissions: readonly Emission[], facts: readonly Fact[], channels: Channels): Difference {
  const wanted = new Map<string, Fact[]>();
  for (const fact of facts) {
    const meaning = meaningOf(fact);
    const known = wanted.get(meaning);
    if (known === undefined) wanted.set(meaning, [fact]);
    else known.push(fact);
  }
  const extra: Emission[] = [];
  for (const emission of emissions) {
    if (!hears(channels, emission)) continue;
    const meaning = meaningOfEmission(emission);
    const known = wanted.get(meaning);
    if (known?.shift() === undefined) extra.push(emission);
  }
  return { missing: [...wanted.values()].flat(), extra };
}

const meanings = new WeakMap<Fact, string>();

/** What a fact says, up to ids and times. */
export function meaningOf(fact: Fact): string {
  let meaning = meanings.get(fact);
  if (meaning === undefined) {
    meaning = fact.record === undefined ? meaningOfEvent(fact.event ?? {}) : meaningOfRecord(fact.record);
    meanings.set(fact, meaning);
  }
  return meaning;
}

function meaningOfEmission(emission: Emission): string {
  return emission.channel === 'cloudtrail'
    ? meaningOfRecord(emission.record as unknown as JsonObject)
    : meaningOfEvent(emission.event as unknown as JsonObject);
}
