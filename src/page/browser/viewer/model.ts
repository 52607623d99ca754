import type { Item, Lane, SavedRun } from '../../../saved/saved-run.ts';

/** A run with what is looked up in it while somebody looks at it. */
export interface Model {
  readonly run: SavedRun;
  readonly items: readonly Item[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** What each item brought about, by index. */
  readonly effects: ReadonlyMap<number, readonly number[]>;
  readonly causes: ReadonlyMap<number, readonly number[]>;
  /** Lanes that are shown, and which of them each item stands in. */
  readonly lanes: readonly Lane[];
  readonly laneOf: Int16Array;
  /** Indices of items by lane, in the order of time. */
  readonly inLane: readonly (readonly number[])[];
}

/** More lanes than these nobody can tell apart; those with the fewest items are left out. */
const MOST_LANES = 60;

/** Prepares a run for being looked at. */
export function modelOf(run: SavedRun): Model {
  const { items } = run;
  const indexOf = new Map(items.map(({ id }, index) => [id, index]));
  const counts = new Map<string, number>();
  for (const { lane } of items) counts.set(lane, (counts.get(lane) ?? 0) + 1);
  const kept = new Set(
    run.lanes
      .toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
      .slice(0, MOST_LANES)
      .map(({ id }) => id),
  );
  const lanes = run.lanes.filter(({ id }) => kept.has(id));
  const laneIndex = new Map(lanes.map(({ id }, index) => [id, index]));
  const laneOf = Int16Array.from(items, ({ lane }) => laneIndex.get(lane) ?? -1);
  const inLane: number[][] = lanes.map(() => []);
  const effects = new Map<number, number[]>();
  const causes = new Map<number, number[]>();
  for (const [index, { causes: ids = [] }] of items.entries()) {
    inLane[laneOf[index]!]?.push(index);
    for (const id of ids) {
      const cause = indexOf.get(id);
      if (cause === undefined) continue;
      listAt(causes, index).push(cause);
      listAt(effects, cause).push(index);
    }
  }
  return { run, items, indexOf, effects, causes, lanes, laneOf, inLane };
}

function listAt(lists: Map<number, number[]>, key: number): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Nobody can follow more arrows. */
const MOST_CHAINED = 2_000;

/** Everything that led to an item, and all that came of it. */
export function chainOf({ causes, effects }: Pick<Model, 'causes' | 'effects'>, index: number): ReadonlySet<number> {
  const chain = new Set([index]);
  for (const edges of [causes, effects]) {
    const waiting = [index];
    for (let at = waiting.pop(); at !== undefined && chain.size < MOST_CHAINED; at = waiting.pop()) {
      for (const next of edges.get(at) ?? []) {
        if (!chain.has(next)) waiting.push(next);
        chain.add(next);
      }
    }
  }
  return chain;
}
