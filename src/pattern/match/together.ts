import type { Clause } from './plan.ts';
import type { Sightings } from './sightings.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * Judges whether one choice of values satisfies every clause of a conjunction without entering any list of the event at
 * two places, in time that grows only with the number of their values. One instance serves event after event.
 *
 * The clauses with values inside of a list have to be content with one element of it. An element will do when each of
 * them accepts a value there, and in each list inside of the element there is an element that will do. A clause that
 * takes absence may have no value in the element, unless it is the first of its list, in the order of the paths: AWS
 * looks for absence within the elements that it has entered so far, and has entered none of the list by then.
 */
export class Together {
  readonly #sightings: Sightings;
  readonly #verdicts: Verdicts;
  #elements = new Elements(0);
  #lists = new Lists(0);
  /** Tells this conjunction from others, and each of its clauses. */
  #conjunction = 0;
  #clause = 0;

  constructor(sightings: Sightings, verdicts: Verdicts) {
    this.#sightings = sightings;
    this.#verdicts = verdicts;
  }

  /** Nothing where values of one clause lie about in several lists, or beside one: that takes a search. */
  hold(clauses: readonly Clause[]): boolean | undefined {
    const { elementCount, lists } = this.#sightings;
    if (this.#elements.size <= elementCount) this.#elements = new Elements(elementCount * 2);
    if (this.#lists.size <= lists) this.#lists = new Lists(lists * 2);
    this.#conjunction = (this.#conjunction + 1) | 0;
    this.#elements.open(0, this.#conjunction);
    let last = 0;
    for (const clause of clauses) {
      this.#clause = (this.#clause + 1) | 0;
      const reached = this.#place(clause);
      if (reached < 0) return undefined;
      last = Math.max(last, reached);
    }
    return this.#elements.failed[0] === 0 && this.#settle(last);
  }

  /** Notes where a clause has values, and whether it accepts them. Returns the last element with one, -1 to give up. */
  #place(clause: Clause): number {
    const { counts, elements } = this.#sightings;
    const own = this.#elements;
    const isNested = this.#sightings.nested[clause.field] === 1;
    const count = counts[clause.field]!;
    let last = 0;
    for (let at = 0; at < count;) {
      const element = isNested ? elements[clause.field]![at]! : 0;
      let accepted = false;
      // Values side by side in one element are one choice.
      for (; at < count && (isNested ? elements[clause.field]![at]! : 0) === element; at += 1)
        accepted ||= this.#verdicts.accepts(clause, at);
      if (!this.#note(clause, element)) return -1;
      if (!accepted) own.failed[element] = 1;
      if (element > last) last = element;
    }
    return last;
  }

  /** Notes that the clause has values of its own in an element, and that it has some within those around it. */
  #note({ takesAbsence }: Clause, innermost: number): boolean {
    const { outer, list } = this.#sightings;
    const own = this.#elements;
    let inner = 0;
    for (let element = innermost; ; element = outer[element]!) {
      own.open(element, this.#conjunction);
      if (own.clause[element] === this.#clause) return own.inner[element] === inner && inner > 0;
      own.clause[element] = this.#clause;
      own.inner[element] = inner;
      if (element === 0) return true;
      inner = list[element]!;
      const isRequired = this.#enter(inner, outer[element]!, takesAbsence);
      if (isRequired) own.required[element]! += 1;
    }
  }

  /** Notes that the clause has values in a list, and says whether an element of it has to have one. */
  #enter(list: number, parent: number, takesAbsence: boolean): boolean {
    const own = this.#lists;
    if (own.conjunction[list] !== this.#conjunction) {
      own.conjunction[list] = this.#conjunction;
      own.first[list] = this.#clause;
      own.clause[list] = 0;
      own.required[list] = 0;
      own.settled[list] = 0;
      this.#elements.open(parent, this.#conjunction);
      this.#elements.unsettled[parent]! += 1;
    }
    const isRequired = !takesAbsence || own.first[list] === this.#clause;
    if (own.clause[list] !== this.#clause) {
      own.clause[list] = this.#clause;
      if (isRequired) own.required[list]! += 1;
    }
    return isRequired;
  }

  /** Goes through the elements from the inside out: those inside have the higher numbers. */
  #settle(last: number): boolean {
    const { outer, list } = this.#sightings;
    const own = this.#elements;
    const lists = this.#lists;
    for (let element = last; element > 0; element -= 1) {
      if (own.conjunction[element] !== this.#conjunction) continue;
      const its = list[element]!;
      if (lists.settled[its] === 1 || own.failed[element] === 1 || own.unsettled[element]! > 0) continue;
      if (own.required[element] !== lists.required[its]) continue;
      lists.settled[its] = 1;
      own.unsettled[outer[element]!]! -= 1;
    }
    return own.unsettled[0] === 0;
  }
}

/** What is known of each element, 0 standing for the event itself. */
class Elements {
  readonly size: number;
  /** The conjunction that the rest is about. */
  readonly conjunction: Int32Array;
  /** The last clause with values within, and the list inside of the element that they lie in, 0 for none. */
  readonly clause: Int32Array;
  readonly inner: Int32Array;
  /** How many clauses have a value within among those that its list requires to. */
  readonly required: Int32Array;
  /** How many lists inside have no element yet that will do. */
  readonly unsettled: Int32Array;
  /** Whether a clause has values of its own here and accepts none. */
  readonly failed: Uint8Array;

  constructor(last: number) {
    this.size = last + 1;
    this.conjunction = new Int32Array(this.size);
    this.clause = new Int32Array(this.size);
    this.inner = new Int32Array(this.size);
    this.required = new Int32Array(this.size);
    this.unsettled = new Int32Array(this.size);
    this.failed = new Uint8Array(this.size);
  }

  open(element: number, conjunction: number): void {
    if (this.conjunction[element] === conjunction) return;
    this.conjunction[element] = conjunction;
    this.clause[element] = 0;
    this.required[element] = 0;
    this.unsettled[element] = 0;
    this.failed[element] = 0;
  }
}

/** What is known of each list. */
class Lists {
  readonly size: number;
  readonly conjunction: Int32Array;
  /** The first clause with values inside, and the last. */
  readonly first: Int32Array;
  readonly clause: Int32Array;
  /** How many clauses have to have a value in the element that will do. */
  readonly required: Int32Array;
  /** Whether there is an element that will do. */
  readonly settled: Uint8Array;

  constructor(last: number) {
    this.size = last + 1;
    this.conjunction = new Int32Array(this.size);
    this.first = new Int32Array(this.size);
    this.clause = new Int32Array(this.size);
    this.required = new Int32Array(this.size);
    this.settled = new Uint8Array(this.size);
  }
}
