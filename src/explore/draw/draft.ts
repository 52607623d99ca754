import fc from 'fast-check';

/** A scenario as it is drawn: numbers that are read against what there is at that point, so that any of them give a valid one. */
export interface Draft {
  /** Of the scenario itself: ids and digests come from it. */
  readonly seed: number;
  readonly steps: readonly Lot[];
  readonly faults: readonly Lot[];
}

/** One thing that is drawn: its kind, and three numbers that say the rest. Zero is always the plainest. */
export type Lot = readonly [kind: number, where: number, what: number, how: number];

/** How much is drawn. */
export interface Measure {
  /** At most so many steps. */
  readonly steps: number;
  /** At most so many faults. */
  readonly faults: number;
}

const nat = fc.nat(255);

/** What happens, and the ways in which it is delivered besides undisturbed: to act it out costs as much as three deliveries. */
export interface Drafts extends Omit<Draft, 'faults'> {
  readonly ways: readonly Draft['faults'][];
}

/** In how many ways at most, each with something that happens on the way. */
const WAYS = 6;

/** Draws drafts; fast-check shrinks them to fewer and smaller numbers, which are fewer and plainer steps. */
export function drafts({ steps, faults }: Measure): fc.Arbitrary<Drafts> {
  const lot = fc.tuple(fc.nat(9_999), nat, nat, nat);
  const way = fc.array(lot, { minLength: 1, maxLength: Math.max(1, faults) });
  return fc.record({
    seed: fc.nat(999_999),
    steps: fc.array(lot, { minLength: 1, maxLength: steps }),
    ways: faults === 0 ? fc.constant([]) : fc.array(way, { maxLength: WAYS, size: 'max' }),
  });
}
