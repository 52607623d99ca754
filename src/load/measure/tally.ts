import { COUNTS, type CountName, type Counts } from './counts.ts';

const INDEX = Object.fromEntries(COUNTS.map((name, index) => [name, index])) as Readonly<Record<CountName, number>>;

/** A row of counts. */
export interface Tally {
  add(name: CountName, by: number): void;
  of(name: CountName): number;
  counts(): Counts;
}

/** Begins to count. */
export function openTally(): Tally {
  const row = new Float64Array(COUNTS.length);
  return {
    add: (name, by) => {
      row[INDEX[name]]! += by;
    },
    of: (name) => row[INDEX[name]]!,
    counts: () => Object.fromEntries(COUNTS.map((name, index) => [name, row[index]])) as unknown as Counts,
  };
}

/** The sum of counts, name by name. */
export function sumOf(all: readonly Counts[]): Counts {
  const tally = openTally();
  for (const counts of all) for (const name of COUNTS) tally.add(name, counts[name]);
  return tally.counts();
}
