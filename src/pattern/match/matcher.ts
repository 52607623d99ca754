import type { Branch } from '../branches.ts';
import { accessOf } from './access.ts';
import type { Access } from './access.ts';
import { look } from './look.ts';
import { Meeting } from './meeting.ts';
import { planOf } from './plan.ts';
import type { Clause, Conjunction, Plan } from './plan.ts';
import { Scanner } from './scan.ts';
import { Patience, searchTogether } from './search.ts';
import { Sightings } from './sightings.ts';
import { Together } from './together.ts';
import { Verdicts } from './verdicts.ts';

/** From this many on it pays to rule conjunctions out before they are searched for. */
const FEW_SEARCHES = 3;

const NONE: readonly number[] = [];

/** Finds the rules that an event satisfies. Holds working memory that serves event after event. */
export class Matcher {
  readonly #plan: Plan;
  readonly #access: Access;
  readonly #sightings: Sightings;
  readonly #scanner: Scanner;
  readonly #verdicts: Verdicts;
  readonly #together: Together;
  /** For each conjunction and rule, the event it was last tried for, or matched. */
  readonly #tried: Int32Array;
  readonly #matchedFor: Int32Array;
  #event = 0;
  /** Rules found to match so far. The list is longer: it is not cut back between events. */
  readonly #matched: number[] = [];
  #matchedCount = 0;
  #searches = 0;
  #meeting: Meeting | undefined;
  #patience: Patience | undefined;
  readonly #try: (conjunctions: readonly number[]) => void;

  constructor(rules: readonly (readonly Branch[])[]) {
    this.#plan = planOf(rules);
    this.#access = accessOf(this.#plan);
    this.#sightings = new Sightings(this.#plan.fields);
    this.#scanner = new Scanner(this.#plan.root, this.#sightings);
    this.#verdicts = new Verdicts(this.#plan, this.#sightings);
    this.#together = new Together(this.#sightings, this.#verdicts);
    this.#matchedFor = new Int32Array(rules.length);
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
    if (this.#plan.tellsHalves) sightings.replaceHalves();
    this.#matchedCount = 0;
    this.#event = (this.#event + 1) | 0;
    this.#searches = 0;
    this.#meeting = undefined;
    this.#patience = undefined;
    this.#verdicts.begin();
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
    return this.#matched.slice(0, this.#matchedCount).toSorted((a, b) => a - b);
  }

  #tryAll(conjunctions: readonly number[]): void {
    for (let index = 0; index < conjunctions.length; index += 1) this.#tryConjunction(conjunctions[index]!);
  }

  #tryConjunction(id: number): void {
    if (this.#tried[id] === this.#event) return;
    this.#tried[id] = this.#event;
    const conjunction = this.#plan.conjunctions[id]!;
    // Of many ways through a rule's pattern one is enough.
    if (this.#isKnown(conjunction) || !this.#holds(conjunction)) return;
    for (const rule of conjunction.rules) {
      if (this.#matchedFor[rule] === this.#event) continue;
      this.#matchedFor[rule] = this.#event;
      this.#matched[this.#matchedCount++] = rule;
    }
  }

  #isKnown({ rules }: Conjunction): boolean {
    for (let index = 0; index < rules.length; index += 1)
      if (this.#matchedFor[rules[index]!] !== this.#event) return false;
    return true;
  }

  #holds({ clauses }: Conjunction): boolean {
    const { nested } = this.#sightings;
    let inLists = 0;
    let asksOrder = false;
    for (let index = 0; index < clauses.length; index += 1) {
      const clause = clauses[index]!;
      if (!this.#mayHold(clause)) return false;
      if (nested[clause.field] === 1) {
        inLists += 1;
        asksOrder ||= clause.takesAbsence;
      }
    }
    return inLists === 0 || (inLists === 1 && !asksOrder) || this.#holdTogether(clauses);
  }

  /** Whether the clause holds, or with other clauses may hold: absence can be a matter of the element chosen. */
  #mayHold(clause: Clause): boolean {
    const { counts, nested } = this.#sightings;
    const { field } = clause;
    return (clause.takesAbsence && (counts[field] === 0 || nested[field] === 1)) || this.#verdicts.any(clause);
  }

  #holdTogether(clauses: readonly Clause[]): boolean {
    this.#searches += 1;
    if (this.#searches > FEW_SEARCHES) {
      this.#meeting ??= new Meeting(this.#sightings, this.#verdicts);
      if (!this.#meeting.mayMeet(clauses)) return false;
    }
    const verdict = this.#together.hold(clauses);
    if (verdict !== undefined) return verdict;
    this.#patience ??= new Patience();
    return searchTogether(clauses, this.#sightings, this.#verdicts, this.#patience);
  }
}
