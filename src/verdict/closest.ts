import { compilePattern, type Explanation, type Pattern } from '../pattern/index.ts';
import { Problem, type Place } from '../problem.ts';

/** The item that a pattern fits best without matching, and what stands between them. */
export interface Closest<Item> {
  readonly item: Item;
  /** Its position among all, from 0. */
  readonly index: number;
  readonly explanation: Explanation;
}

/** Compiles a pattern of the scenario; what is wrong with it is placed there. */
export function patternAt(pattern: Readonly<Record<string, unknown>>, place: Place): Pattern {
  try {
    return compilePattern(JSON.stringify(pattern));
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    throw new Problem(cause.code, cause.message, { place, cause });
  }
}

/** Explaining costs a hundred times what matching does: of a great many items only the first are compared, which takes a moment. */
const MOST_EXPLAINED = 5_000;

/** Finds the item with the fewest mismatches; among equals the one that at least has the members; then the first. */
export function closest<Item>(
  pattern: Pattern,
  items: readonly Item[],
  subject: (item: Item) => unknown,
): Closest<Item> | undefined {
  let best: (Closest<Item> & { readonly distance: number }) | undefined;
  for (const [index, item] of items.slice(0, MOST_EXPLAINED).entries()) {
    const explanation = pattern.explain(subject(item));
    if (explanation.matches) continue;
    const absent = explanation.mismatches.filter((mismatch) => !('found' in mismatch)).length;
    const distance = explanation.mismatches.length + absent / (explanation.mismatches.length + 1);
    if (best === undefined || distance < best.distance) best = { item, index, explanation, distance };
  }
  return best;
}
