import type { Branch } from '../branches.ts';
import { accessOf } from './access.ts';
import type { Access } from './access.ts';
import { look } from './look.ts';
import { Meeting } from './meeting.ts';
import { planOf } from './plan.ts';
import type { Clause, Conjunction, Plan } from './plan.ts';
import { Scanner } from './scan.ts';
import { Sightings } from './sightings.ts';
import { holdTogether } from './together.ts';

/** From this many on it pays to rule conjunctions out before they are searched for. */
const FEW_SEARCHES = 3;

const NONE: readonly number[] = [];

/** Finds the rules that an event satisfies. Holds working memory that serves event after event. */
export class Matcher {
  readonly #plan: Plan;
  readonly #access: Access;
  readonly #sightings: Sightings;
  readonly #scanner: Scanner;
  /** For each clause and conjunction, the event it was last judged for; for a clause also how. */
  readonly #judged: Int32Array;
  readonly #verdict: Uint8Array;
  readonly #tried: Int32Array;
  #event = 0;
  /** Rules found to match so far, one perhaps twice. The list is longer: it is not cut back between events. */
  readonly #matched: number[] = [];
  #matchedCount = 0;
  #searches = 0;
  #meeting: Meeting | undefined;
  readonly #try: (conjunctions: readonly number[]) => void;

  constructor(rules: readonly (readonly Branch[])[]) {
    this.#plan = planOf(rules);
    this.#access = accessOf(this.#plan);
    this.#sightings = new Sightings(this.#plan.fields);
    this.#scanner = new Scanner(this.#plan.root, this.#sightings);
    this.#judged = new Int32Array(this.#plan.clauses.length);
    this.#verdict = new Uint8Array(this.#plan.clauses.length);
    this.#tried = new Int32Array(this.#plan.conjunctions.length);
    this.#try = (conjunctions) => this.#tryAll(conjunctions);
  }

  /** The numbers of the rules that a parsed event satisfies, ascending. */
  match(event: unknown): readonly number[] {
    try {
      look(event, this.#plan.root, this.#sightings);
      return this.#judge();
    } finally {
      this.#sightings.clear();
    }
  }

  /** The numbers of the rules that the event of a JSON text satisfies, ascending. */
  matchText(json: string): readonly number[] {
    try {
      this.#scanner.scan(json);
      return this.#judge();
    } finally {
      this.#sightings.clear();
    }
  }

  #judge(): readonly number[] {
    const sightings = this.#sightings;
    this.#matchedCount = 0;
    this.#event = (this.#event + 1) | 0;
    this.#searches = 0;
    this.#meeting = undefined;
    this.#tryAll(this.#access.always);
    for (let index = 0; index < sightings.seenCount; index += 1) {
      const field = sightings.seen[index]!;
      const table = this.#access.tables[field];
      if (table === undefined) continue;
      this.#tryAll(table.present);
      const values = sightings.values[field]!;
      for (let at = 0; at < sightings.counts[field]!; at += 1) table.find(values[at]!, this.#try);
    }
    if (this.#matchedCount === 0) return NONE;
    const matched = this.#matched.slice(0, this.#matchedCount);
    return matched.length === 1 ? matched : [...new Set(matched)].toSorted((a, b) => a - b);
  }

  #tryAll(conjunctions: readonly number[]): void {
    for (let index = 0; index < conjunctions.length; index += 1) this.#tryConjunction(conjunctions[index]!);
  }

  #tryConjunction(id: number): void {
    if (this.#tried[id] === this.#event) return;
    this.#tried[id] = this.#event;
    const conjunction = this.#plan.conjunctions[id]!;
    if (!this.#holds(conjunction)) return;
    for (const rule of conjunction.rules) this.#matched[this.#matchedCount++] = rule;
  }

  #holds({ clauses }: Conjunction): boolean {
    let nested = 0;
    let asksOrder = false;
    for (const clause of clauses) {
      if (!this.#satisfied(clause)) return false;
      if (this.#sightings.nested[clause.field] === 1) {
        nested += 1;
        asksOrder ||= clause.takesAbsence;
      }
    }
    return nested === 0 || (nested === 1 && !asksOrder) || this.#hold(clauses);
  }

  #hold(clauses: readonly Clause[]): boolean {
    this.#searches += 1;
    if (this.#searches > FEW_SEARCHES) {
      this.#meeting ??= new Meeting(this.#sightings);
      if (!this.#meeting.mayMeet(clauses)) return false;
    }
    return holdTogether(clauses, this.#sightings);
  }

  /** Whether the clause holds, or with other clauses may hold: absence can be a matter of the element chosen. */
  #satisfied(clause: Clause): boolean {
    if (this.#judged[clause.id] !== this.#event) {
      this.#judged[clause.id] = this.#event;
      this.#verdict[clause.id] = this.#judgeClause(clause) ? 1 : 0;
    }
    return this.#verdict[clause.id] === 1;
  }

  #judgeClause({ field, test, takesAbsence }: Clause): boolean {
    const { counts, values, nested } = this.#sightings;
    const count = counts[field]!;
    if (takesAbsence && (count === 0 || nested[field] === 1)) return true;
    const list = values[field]!;
    for (let at = 0; at < count; at += 1) if (test(list[at]!)) return true;
    return false;
  }
}
