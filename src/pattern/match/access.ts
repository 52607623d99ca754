import type { IndexKey } from './index-keys.ts';
import { indexKeyOf } from './index-keys.ts';
import { IndexTable } from './index-table.ts';
import type { Clause, Plan } from './plan.ts';

/** Where to begin: which conjunctions an event can satisfy at all, by one well-chosen clause of each. */
export interface Access {
  /** A table for each path that some conjunction begins at. */
  readonly tables: readonly (IndexTable | undefined)[];
  /** Conjunctions that no value leads to: they are content with absence throughout. */
  readonly always: readonly number[];
}

/** A look at every value of the path costs more than a look-up, and says less. */
const WEIGHTS = { value: 1, lower: 2, prefix: 2, suffix: 2, presence: 8 } as const;

/** Picks for each conjunction the clause that the fewest others share, so that most rules cost an event nothing. */
export function accessOf(plan: Plan): Access {
  const keys = new Map<Clause, readonly IndexKey[]>();
  for (const clause of plan.clauses) {
    const found = clause.operators.map(indexKeyOf);
    if (!found.includes(undefined))
      keys.set(
        clause,
        found.filter((key) => key !== undefined),
      );
  }
  const shares = sharesOf(plan, keys);
  const tables: (IndexTable | undefined)[] = Array.from({ length: plan.fields }, () => undefined);
  const always: number[] = [];
  for (const conjunction of plan.conjunctions) {
    const best = cheapest(conjunction.clauses, keys, shares);
    if (best === undefined) {
      always.push(conjunction.id);
      continue;
    }
    const table = (tables[best.field] ??= new IndexTable());
    for (const key of keys.get(best) ?? []) table.add(key, conjunction.id);
  }
  return { tables, always };
}

function sharesOf(plan: Plan, keys: ReadonlyMap<Clause, readonly IndexKey[]>): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { clauses } of plan.conjunctions) {
    for (const clause of clauses) {
      for (const key of keys.get(clause) ?? [])
        shares.set(nameOf(clause, key), (shares.get(nameOf(clause, key)) ?? 0) + 1);
    }
  }
  return shares;
}

function cheapest(
  clauses: readonly Clause[],
  keys: ReadonlyMap<Clause, readonly IndexKey[]>,
  shares: ReadonlyMap<string, number>,
): Clause | undefined {
  let best: Clause | undefined;
  let least = Infinity;
  for (const clause of clauses) {
    const found = keys.get(clause);
    const cost =
      found === undefined
        ? Infinity
        : Math.max(...found.map((key) => WEIGHTS[key.by] * (shares.get(nameOf(clause, key)) ?? 0)));
    if (cost < least) {
      best = clause;
      least = cost;
    }
  }
  return best;
}

function nameOf(clause: Clause, key: IndexKey): string {
  return `${clause.field} ${JSON.stringify(key)}`;
}
