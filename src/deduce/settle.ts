import type { Emission } from '../eventbridge/emission.ts';
import { Problem } from '../problem.ts';
import type { checksFor } from '../registry/act.ts';
import { script } from '../rehearse/rehearse.ts';
import { check } from '../scenario/check/check.ts';
import { ENTRIES } from '../scenario/format.ts';
import { soundParts } from '../scenario/sound-parts.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Attempt } from './attempt.ts';
import { compare, remembered, type Difference, type Sameness } from './compare.ts';
import { compose, type Composed, type Frame } from './compose.ts';
import { meaningOf } from './meaning.ts';
import type { Form, Proposal } from './proposal.ts';
import type { Fact } from './said.ts';

/** Rounds in which only the first doubtful proposal of each repository is taken back; then all of them are. */
const PATIENCE = 40;

/** The scenario of the forms that hold, and where what it makes is not what was recorded. */
export interface Settled extends Composed {
  /** The facts that are quoted. */
  readonly quotes: ReadonlySet<Fact>;
  readonly difference: Difference;
  readonly emissions: readonly Emission[];
}

type Checks = Awaited<ReturnType<typeof checksFor>>;

/**
 * Finds for each proposal the plainest form with which the scenario says what was recorded: it is acted out, and what
 * said too much or too little is taken back to its next form, until nothing differs. Word for word always holds.
 */
export function settle(all: readonly Proposal[], frame: Frame, checks: Checks, like?: Sameness): Settled {
  const proposals = all.map(({ facts, forms }) => ({ facts, forms: forms.filter(isSound) }));
  const sameness = remembered(like ?? meaningOf);
  const states = proposals.map(({ forms }) => new Attempt(forms));
  for (let round = 0; ; round += 1) {
    const forms = states.map((state) => state.form(frame));
    const composed = compose(proposals, forms, frame);
    const doubts = new Doubts(proposals, states);
    const refused = refusals(composed);
    let difference: Difference = { missing: [], extra: [] };
    if (refused.length > 0) for (const index of refused) doubts.tooMuch(index);
    else {
      const acted = act(composed.scenario, checks);
      if (typeof acted === 'number') doubts.tooMuch(composed.owners[acted] ?? 0);
      else {
        difference = compare(acted.emissions, frame.facts, frame.channels, sameness);
        // Where likeness will do, it is what was recorded that has to be met, not what a recording may lack.
        const extra = like === undefined ? difference.extra : [];
        if (difference.missing.length === 0 && extra.length === 0)
          return { ...composed, quotes: quotes(states), difference, emissions: acted.emissions };
        for (const fact of difference.missing) doubts.missing(fact);
        for (const emission of extra) {
          const owner = composed.owners[acted.stepOf(emission)];
          if (owner !== undefined) doubts.tooMuch(owner);
        }
      }
    }
    if (!doubts.takeBack(round < PATIENCE)) return { ...composed, quotes: quotes(states), difference, emissions: [] };
  }
}

function quotes(states: readonly Attempt[]): ReadonlySet<Fact> {
  return new Set(states.flatMap((state) => state.quoted()));
}

function isSound({ steps, given = [] }: Form): boolean {
  return (
    steps.every((step) => ENTRIES.steps.safeParse(step).success) &&
    given.every((entry) => ENTRIES.given.safeParse(entry).success)
  );
}

/** The proposals whose steps a reader of the scenario would refuse. */
function refusals({ scenario, owners }: Composed): readonly number[] {
  const complaints = check(soundParts({ ...scenario }));
  return complaints.flatMap(({ path: [list, index] }) => {
    if (list === 'steps' && typeof index === 'number') return owners[index] ?? [];
    return [];
  });
}

interface Acted {
  readonly emissions: readonly Emission[];
  stepOf(emission: Emission): number;
}

/** Acts a scenario out; where that cannot be done, the step at which it ends. */
function act(scenario: Scenario, checks: Checks): Acted | number {
  try {
    const { activity, emissions } = script(scenario, { checks });
    return { emissions, stepOf: ({ cause }) => activity.happenings[cause]?.step ?? 0 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.place?.line ?? 1) - 1;
  }
}

/** Proposals that said too much or too little. */
class Doubts {
  readonly #states: readonly Attempt[];
  readonly #owners = new Map<Fact, number>();
  readonly #missing = new Map<number, Fact[]>();
  readonly #tooMuch = new Set<number>();

  constructor(proposals: readonly Proposal[], states: readonly Attempt[]) {
    this.#states = states;
    for (const [index, { facts }] of proposals.entries()) for (const fact of facts) this.#owners.set(fact, index);
  }

  tooMuch(index: number): void {
    this.#tooMuch.add(index);
  }

  missing(fact: Fact): void {
    const owner = this.#owners.get(fact);
    if (owner === undefined) return;
    const known = this.#missing.get(owner);
    if (known === undefined) this.#missing.set(owner, [fact]);
    else known.push(fact);
  }

  /** Takes back what can be: at first only the earliest, for what comes after may be its fault. Answers whether any could. */
  takeBack(patient: boolean): boolean {
    const doubted = new Set([...this.#missing.keys(), ...this.#tooMuch]);
    const open = [...doubted].filter((index) => this.#states[index]?.isOpen === true).toSorted((a, b) => a - b);
    // What is wrong may lie with none of those that show it: then everything that is still a guess is taken back.
    const all = this.#states.flatMap((state, index) => (state.isOpen ? [index] : []));
    const back = open.length === 0 ? all : patient ? open.slice(0, 1) : open;
    for (const index of back) {
      const alone = this.#tooMuch.has(index) ? undefined : this.#missing.get(index);
      this.#states[index]?.fail(alone);
    }
    return back.length > 0;
  }
}
