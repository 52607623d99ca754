import { wordsFor } from '../operator/bits.ts';
import type { Clause } from './plan.ts';
import type { Sightings } from './sightings.ts';
import type { Verdicts } from './verdicts.ts';

/** Where in the lists of an event a clause can be satisfied: a bit for each element. */
interface Presence {
  /** The elements with an accepted value of their own. */
  readonly own: Int32Array;
  /** The elements that can be entered together with one of those. */
  readonly compatible: Int32Array;
}

/**
 * Rules out conjunctions whose clauses cannot meet in one element, quicker than it takes to look at all their values.
 *
 * Made for patterns with very many ways through `$or`: what is found out about a clause serves all of them. Says "may"
 * where it does not know.
 */
export class Meeting {
  readonly #sightings: Sightings;
  readonly #verdicts: Verdicts;
  /** By the number of the clause; null where nothing is known. */
  readonly #presences: (Presence | null | undefined)[] = [];
  /** For each path whether its values lie in one list after another, not beside each other. */
  readonly #plain: (boolean | undefined)[] = [];
  readonly #words: number;
  readonly #shared: Int32Array;
  /** For each element the list inside of it that has been looked into, 0 for none, -1 where nobody has been. */
  readonly #inner: Int32Array;

  constructor(sightings: Sightings, verdicts: Verdicts) {
    this.#sightings = sightings;
    this.#verdicts = verdicts;
    this.#words = wordsFor(sightings.elementCount + 1);
    this.#shared = new Int32Array(this.#words);
    this.#inner = new Int32Array(sightings.elementCount + 1);
  }

  mayMeet(clauses: readonly Clause[]): boolean {
    const shared = this.#shared;
    let known = 0;
    for (let index = 0; index < clauses.length; index += 1) {
      const presence = this.#presenceOf(clauses[index]!);
      if (presence === null) continue;
      if (known === 0) shared.set(presence.compatible);
      else for (let word = 0; word < shared.length; word += 1) shared[word]! &= presence.compatible[word]!;
      known += 1;
    }
    if (known < 2) return true;
    for (let index = 0; index < clauses.length; index += 1) {
      const presence = this.#presenceOf(clauses[index]!);
      if (presence !== null && !overlap(presence.own, shared)) return false;
    }
    return true;
  }

  #presenceOf(clause: Clause): Presence | null {
    const known = this.#presences[clause.id];
    if (known !== undefined) return known;
    const found = this.#findPresence(clause) ?? null;
    this.#presences[clause.id] = found;
    return found;
  }

  #findPresence(clause: Clause): Presence | undefined {
    const { counts, elements, nested } = this.#sightings;
    const { field, takesAbsence } = clause;
    if (takesAbsence || nested[field] === 0 || !(this.#plain[field] ??= this.#isPlain(field))) return undefined;
    const own = new Int32Array(this.#words);
    const compatible = new Int32Array(this.#words).fill(-1);
    let list = 0;
    let allowed = 0;
    for (let at = 0; at < counts[field]!; at += 1) {
      const element = elements[field]![at]!;
      // A value outside of all lists can be had together with any element.
      if (element === 0) return undefined;
      if (list === 0 || element > this.#sightings.lastOfList[list]!) {
        list = this.#outermostList(element);
        this.#forbid(list, compatible);
      }
      if (!this.#verdicts.accepts(clause, at)) continue;
      own[element >>> 5]! |= 1 << (element & 31);
      if (element !== allowed) this.#allow(element, allowed, compatible);
      allowed = element;
    }
    return { own, compatible };
  }

  /** Whether no element has values of the path in two lists, or in one and beside it. */
  #isPlain(field: number): boolean {
    const { counts, elements, outer, list } = this.#sightings;
    const inner = this.#inner.fill(-1);
    for (let at = 0; at < counts[field]!; at += 1) {
      let below = 0;
      if (at > 0 && elements[field]![at] === elements[field]![at - 1]) continue;
      for (let element = elements[field]![at]!; ; element = outer[element]!) {
        if (inner[element] === below && below > 0) break;
        if (inner[element] !== -1) return false;
        inner[element] = below;
        if (element === 0) break;
        below = list[element]!;
      }
    }
    return true;
  }

  #outermostList(innermost: number): number {
    const { outer, list } = this.#sightings;
    let element = innermost;
    while (outer[element]! > 0) element = outer[element]!;
    return list[element]!;
  }

  #forbid(list: number, compatible: Int32Array): void {
    const { firstOfList, lastOfList } = this.#sightings;
    clearRange(compatible, firstOfList[list]!, lastOfList[list]!);
  }

  /** Allows the elements on the way to one, and what lies in them but not in the lists on that way. */
  #allow(innermost: number, before: number, compatible: Int32Array): void {
    const { outer, list, lastInside } = this.#sightings;
    if (outer[innermost] === 0) {
      setRange(compatible, innermost, lastInside[innermost]!);
      return;
    }
    const way: number[] = [];
    for (let element = innermost; element > 0; element = outer[element]!) {
      // What is around the last one has been allowed with it.
      if (element <= before && before <= lastInside[element]!) break;
      way.push(element);
    }
    for (let index = way.length - 1; index >= 0; index -= 1) {
      const element = way[index]!;
      setRange(compatible, element, lastInside[element]!);
      const inner = way[index - 1];
      if (inner !== undefined) this.#forbid(list[inner]!, compatible);
    }
  }
}

function overlap(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1) if ((a[word]! & b[word]!) !== 0) return true;
  return false;
}

function setRange(bits: Int32Array, first: number, last: number): void {
  for (let word = first >>> 5; word <= last >>> 5; word += 1) bits[word]! |= maskOf(word, first, last);
}

function clearRange(bits: Int32Array, first: number, last: number): void {
  for (let word = first >>> 5; word <= last >>> 5; word += 1) bits[word]! &= ~maskOf(word, first, last);
}

/** The bits of one word that lie between two places, both included. */
function maskOf(word: number, first: number, last: number): number {
  const low = word === first >>> 5 ? -1 << (first & 31) : -1;
  return word === last >>> 5 ? low & (-1 >>> (31 - (last & 31))) : low;
}
