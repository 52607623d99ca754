import type { Clause } from './plan.ts';
import type { Sightings } from './sightings.ts';
import type { Verdicts } from './verdicts.ts';

/** What the searches of one event may cost in all, in situations: an event can be made to have millions. */
export class Patience {
  left = 500;
}

/**
 * Whether one choice of values satisfies every clause without entering any list of the event at two places: tries the
 * choices out, for events in which values of one path lie about in several lists. Gives up, with no, when patience ends.
 *
 * Clauses are tried in the order of their paths, because absence is judged within the elements chosen so far: AWS does
 * the same, so the order shows.
 */
export function searchTogether(
  clauses: readonly Clause[],
  sightings: Sightings,
  verdicts: Verdicts,
  patience: Patience,
): boolean {
  return groupsOf(clauses, sightings).every((group) =>
    new Search(group, sightings, verdicts, patience).succeedsFrom(0),
  );
}

/** Clauses that have values inside of one list have to be looked at together; the groups do not touch each other. */
function groupsOf(clauses: readonly Clause[], sightings: Sightings): Clause[][] {
  const groupOfList = new Int32Array(sightings.lists + 1).fill(-1);
  const merged = clauses.map((_, index) => index);
  const find = (index: number): number => (merged[index] === index ? index : find(merged[index]!));
  for (const [index, { field }] of clauses.entries()) {
    if (sightings.nested[field] === 0) continue;
    for (let at = 0; at < sightings.counts[field]!; at += 1) {
      for (let element = sightings.elements[field]![at]!; element > 0; element = sightings.outer[element]!) {
        const list = sightings.list[element]!;
        if (groupOfList[list] === index) break;
        if (groupOfList[list]! >= 0) merged[find(groupOfList[list]!)] = find(index);
        groupOfList[list] = index;
      }
    }
  }
  const groups = Map.groupBy(clauses.keys(), find);
  return [...groups.values()].map((group) => group.map((index) => clauses[index]!));
}

class Search {
  readonly #clauses: readonly Clause[];
  readonly #sightings: Sightings;
  /** The element chosen in each list, 0 for none. */
  readonly #chosen: Int32Array;
  readonly #order: number[] = [];
  /** The last clause that has a value in each list. */
  readonly #lastUse: Int32Array;
  readonly #failed = new Set<string>();
  readonly #verdicts: Verdicts;
  readonly #patience: Patience;
  /** For each clause, the lists that its values lie in. */
  readonly #lists: Uint8Array[];

  constructor(clauses: readonly Clause[], sightings: Sightings, verdicts: Verdicts, patience: Patience) {
    this.#clauses = clauses;
    this.#sightings = sightings;
    this.#verdicts = verdicts;
    this.#patience = patience;
    this.#chosen = new Int32Array(sightings.lists + 1);
    this.#lastUse = new Int32Array(sightings.lists + 1).fill(-1);
    this.#lists = clauses.map(() => new Uint8Array(sightings.lists + 1));
    for (const [index, { field }] of clauses.entries()) this.#noteUses(index, field);
  }

  #noteUses(index: number, field: number): void {
    const { counts, elements, outer, list } = this.#sightings;
    for (let at = 0; at < counts[field]!; at += 1) {
      for (let element = elements[field]![at]!; element > 0; element = outer[element]!) {
        if (this.#lastUse[list[element]!] === index) break;
        this.#lastUse[list[element]!] = index;
        this.#lists[index]![list[element]!] = 1;
      }
    }
  }

  succeedsFrom(index: number): boolean {
    const clause = this.#clauses[index];
    if (clause === undefined) return true;
    this.#patience.left -= 1;
    if (this.#patience.left < 0) return false;
    const situation = this.#situation(index);
    if (this.#failed.has(situation)) return false;
    const { field } = clause;
    const count = this.#sightings.counts[field]!;
    let seen = false;
    for (let at = this.#reachable(field, 0); at < count; at = this.#reachable(field, at + 1)) {
      seen = true;
      const element = this.#sightings.elements[field]![at]!;
      if (!this.#verdicts.accepts(clause, at) || this.#overlooked(index, element)) continue;
      const mark = this.#order.length;
      this.#enter(element);
      if (this.succeedsFrom(index + 1)) return true;
      this.#leave(mark);
    }
    if (!seen && clause.takesAbsence && this.succeedsFrom(index + 1)) return true;
    this.#failed.add(situation);
    return false;
  }

  /** Everything that the clauses from here on depend on. */
  #situation(index: number): string {
    const relevant = this.#order.filter((element) => this.#lastUse[this.#sightings.list[element]!]! >= index);
    return `${index} ${relevant.toSorted((a, b) => a - b).join(' ')}`;
  }

  /** The first value from `at` on that lies in no other element than the chosen ones. */
  #reachable(field: number, from: number): number {
    const { counts, elements, start, listEnd, list } = this.#sightings;
    let at = from;
    while (at < counts[field]!) {
      const element = this.#conflict(elements[field]![at]!);
      if (element === 0) return at;
      const its = list[element]!;
      const chosen = this.#chosen[its]!;
      at = this.#firstFrom(field, chosen > element ? start[chosen]! : listEnd[its]! + 1, at + 1);
    }
    return at;
  }

  /** The innermost element around a value whose list has been entered elsewhere, 0 for none. */
  #conflict(innermost: number): number {
    const { outer, list } = this.#sightings;
    for (let element = innermost; element > 0; element = outer[element]!) {
      const chosen = this.#chosen[list[element]!]!;
      if (chosen !== 0 && chosen !== element) return element;
    }
    return 0;
  }

  /** The first value of a path that stands at or behind a position. */
  #firstFrom(field: number, position: number, from: number): number {
    const positions = this.#sightings.positions[field]!;
    let low = from;
    let high = this.#sightings.counts[field]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (positions[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Whether AWS overlooks a value: it does not look outside of the chosen elements where the path has values inside of
   * their lists. An event that says a key twice, or once with dots and once without, has such values.
   */
  #overlooked(index: number, innermost: number): boolean {
    const { outer, list } = this.#sightings;
    if (!this.#order.some((element) => this.#lists[index]![list[element]!] === 1)) return false;
    for (let element = innermost; element > 0; element = outer[element]!) {
      if (this.#chosen[list[element]!] === element) return false;
    }
    return true;
  }

  #enter(innermost: number): void {
    const { outer, list } = this.#sightings;
    for (let element = innermost; element > 0 && this.#chosen[list[element]!] === 0; element = outer[element]!) {
      this.#chosen[list[element]!] = element;
      this.#order.push(element);
    }
  }

  #leave(mark: number): void {
    for (const element of this.#order.splice(mark)) this.#chosen[this.#sightings.list[element]!] = 0;
  }
}
