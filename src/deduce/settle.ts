import type { Emission } from '../eventbridge/emission.ts';
import { Problem } from '../problem.ts';
import type { checksFor } from '../registry/act.ts';
import { script } from '../rehearse/rehearse.ts';
import { check } from '../scenario/check/check.ts';
import { ENTRIES } from '../scenario/format.ts';
import { soundParts } from '../scenario/sound-parts.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Channels } from './channels.ts';
import { compare, type Difference } from './compare.ts';
import { compose, type Composed, type Frame } from './compose.ts';
import type { Form, Proposal } from './proposal.ts';

/** Rounds in which only the first doubtful proposal of each repository is taken back; then all of them are. */
const PATIENCE = 40;

/** The forms that hold, what they make, and where that is not what was recorded. */
export interface Settled extends Composed {
  readonly forms: readonly Form[];
  /** For each proposal: which of its forms. */
  readonly chosen: readonly number[];
  readonly difference: Difference;
}

type Checks = Awaited<ReturnType<typeof checksFor>>;

/**
 * Finds for each proposal the plainest form with which the scenario says what was recorded: it is acted out, and what
 * said too much or too little is taken back to its next form, until nothing differs. Word for word always holds.
 */
export function settle(all: readonly Proposal[], channels: Channels, frame: Frame, checks: Checks): Settled {
  const proposals = all.map(({ facts, forms }) => ({ facts, forms: forms.filter(isSound) }));
  const chosen = proposals.map(() => 0);
  for (let round = 0; ; round += 1) {
    const forms = proposals.map(({ forms: each }, index) => each[chosen[index] ?? 0] ?? NOTHING);
    const composed = compose(proposals, forms, frame);
    const doubts = new Doubts(proposals, chosen);
    const refused = refusals(composed);
    let difference: Difference = { missing: [], extra: [] };
    if (refused.length > 0) doubts.add(refused);
    else {
      const acted = act(composed.scenario, checks);
      if (typeof acted === 'number') doubts.add([composed.owners[acted] ?? 0]);
      else {
        difference = compare(acted.emissions, frame.facts, channels);
        if (difference.missing.length === 0 && difference.extra.length === 0)
          return { ...composed, forms, chosen, difference };
        doubts.add(difference.missing.flatMap((fact) => doubts.ownersOf(fact)));
        doubts.add(difference.extra.flatMap((emission) => composed.owners[acted.stepOf(emission)] ?? []));
      }
    }
    const back = doubts.worst(round < PATIENCE);
    if (back.length === 0) return { ...composed, forms, chosen, difference };
    for (const index of back) chosen[index] = (chosen[index] ?? 0) + 1;
  }
}

const NOTHING: Form = { steps: [] };

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
  readonly #proposals: readonly Proposal[];
  readonly #chosen: readonly number[];
  readonly #owners = new Map<unknown, number>();
  readonly #doubted = new Set<number>();

  constructor(proposals: readonly Proposal[], chosen: readonly number[]) {
    this.#proposals = proposals;
    this.#chosen = chosen;
    for (const [index, { facts }] of proposals.entries()) for (const fact of facts) this.#owners.set(fact, index);
  }

  ownersOf(fact: unknown): readonly number[] {
    const owner = this.#owners.get(fact);
    return owner === undefined ? [] : [owner];
  }

  add(indexes: readonly number[]): void {
    for (const index of indexes) this.#doubted.add(index);
  }

  /** Those that can be taken back: at first only the earliest, for what comes after may be its fault. */
  worst(patient: boolean): readonly number[] {
    const open = [...this.#doubted].filter((index) => this.#left(index)).toSorted((a, b) => a - b);
    if (open.length > 0) return patient ? open.slice(0, 1) : open;
    // What is wrong lies with none of those that show it: everything that is still a guess is taken back.
    if (this.#doubted.size === 0) return [];
    return this.#proposals.flatMap((_, index) => (this.#left(index) ? [index] : []));
  }

  #left(index: number): boolean {
    return (this.#chosen[index] ?? 0) < (this.#proposals[index]?.forms.length ?? 0) - 1;
  }
}
