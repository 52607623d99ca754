import { hasBit, setBit, wordsFor } from '../operator/bits.ts';
import { JointTest } from './joint-test.ts';
import type { Clause, Plan } from './plan.ts';
import type { Sightings } from './sightings.ts';

/** So many clauses on one path are asked one by one about an event; more are asked together. */
const FEW = 4;
/** Of so many values already the second clause is one too many. */
const MANY = 8;

/** What the clauses think of the values of one event, each asked no more than once. One instance serves event after event. */
export class Verdicts {
  readonly #sightings: Sightings;
  /** The clauses on each path, and the place of each among them. */
  readonly #onField: readonly (readonly Clause[])[];
  readonly #place: Int32Array;
  readonly #joint: (JointTest | undefined)[];
  #event = 0;
  /** For each clause the event that it was last asked about, and what it said. */
  readonly #asked: Int32Array;
  readonly #answer: Uint8Array;
  /** For each path how many clauses were asked about which event. */
  readonly #countedFor: Int32Array;
  readonly #count: Int32Array;
  /** For each path the clauses that accept each value: a row of bits for each, and behind the last one for any value. */
  readonly #rows: Int32Array[];
  readonly #rowsFor: Int32Array;

  constructor(plan: Plan, sightings: Sightings) {
    this.#sightings = sightings;
    const onField: Clause[][] = Array.from({ length: plan.fields }, () => []);
    this.#place = new Int32Array(plan.clauses.length);
    for (const clause of plan.clauses) this.#place[clause.id] = (onField[clause.field]?.push(clause) ?? 0) - 1;
    this.#onField = onField;
    this.#joint = onField.map(() => undefined);
    this.#asked = new Int32Array(plan.clauses.length);
    this.#answer = new Uint8Array(plan.clauses.length);
    this.#countedFor = new Int32Array(plan.fields);
    this.#count = new Int32Array(plan.fields);
    this.#rows = onField.map(() => NONE);
    this.#rowsFor = new Int32Array(plan.fields);
  }

  /** Forgets everything: the sightings are of another event now. */
  begin(): void {
    this.#event = (this.#event + 1) | 0;
  }

  /** Whether a clause accepts any of its path's values. */
  any(clause: Clause): boolean {
    const { id } = clause;
    if (this.#asked[id] === this.#event) return this.#answer[id] === 1;
    this.#asked[id] = this.#event;
    const answer = this.#ask(clause);
    this.#answer[id] = answer ? 1 : 0;
    return answer;
  }

  /** Whether a clause accepts the value at a place among those of its path. */
  accepts({ id, field }: Clause, at: number): boolean {
    if (this.#rowsFor[field] !== this.#event) this.#fillRows(field);
    return hasBit(this.#rows[field]!, this.#place[id]!, at * wordsFor(this.#onField[field]!.length));
  }

  #ask(clause: Clause): boolean {
    const { id, field, test } = clause;
    const { counts, values } = this.#sightings;
    const count = counts[field]!;
    if (count === 0) return false;
    if (count > 1 && this.#rowsFor[field] !== this.#event && this.#isOneTooMany(field, count)) this.#fillRows(field);
    if (this.#rowsFor[field] === this.#event)
      return hasBit(this.#rows[field]!, this.#place[id]!, count * wordsFor(this.#onField[field]!.length));
    const list = values[field]!;
    for (let at = 0; at < count; at += 1) if (test(list[at]!)) return true;
    return false;
  }

  #isOneTooMany(field: number, values: number): boolean {
    if (this.#countedFor[field] !== this.#event) {
      this.#countedFor[field] = this.#event;
      this.#count[field] = 0;
    }
    this.#count[field]! += 1;
    return this.#count[field]! > (values > MANY ? 1 : FEW);
  }

  #fillRows(field: number): void {
    this.#rowsFor[field] = this.#event;
    const clauses = this.#onField[field]!;
    const words = wordsFor(clauses.length);
    const count = this.#sightings.counts[field]!;
    const size = (count + 1) * words;
    let rows = this.#rows[field]!;
    if (rows.length < size) rows = this.#rows[field] = new Int32Array(size);
    else rows.fill(0, 0, size);
    const values = this.#sightings.values[field]!;
    if (clauses.length > FEW) {
      const joint = (this.#joint[field] ??= new JointTest(clauses.map(({ operators }) => operators)));
      for (let at = 0; at < count; at += 1) joint.mark(values[at]!, rows, at * words);
    } else {
      for (let at = 0; at < count; at += 1)
        for (let place = 0; place < clauses.length; place += 1)
          if (clauses[place]!.test(values[at]!)) setBit(rows, place, at);
    }
    const any = count * words;
    for (let row = 0; row < any; row += words)
      for (let word = 0; word < words; word += 1) rows[any + word]! |= rows[row + word]!;
  }
}

const NONE = new Int32Array(0);
