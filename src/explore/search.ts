import type { Scenario } from '../scenario/scenario.ts';
import { type Composed, composer, DEFAULT_MEASURE, type Range } from './compose.ts';
import { eachDraft } from './draw/each-draft.ts';
import type { Delivering, Played, Player, Rehearsed } from './player.ts';
import { type Found, pruned } from './prune.ts';

/** What is wrong with a play. Breaches of the same key are the same: only those are looked for as a scenario is made smaller. */
export interface Breach {
  readonly key: string;
  /** In a sentence, without a full stop. */
  readonly sentence: string;
  /** What shows it: lines of text. */
  readonly evidence?: readonly string[];
  /** The contract that it breaks, where one was asked. */
  readonly contract?: string;
  /** That a consumer has not come to its end in time: it is waited for less as the scenario is made smaller. */
  readonly isSlow?: true;
}

/** Delivers the scenario that is judged once more, otherwise; a new process each time. */
export type Again = (how?: Omit<Delivering, 'start'>) => Promise<Played>;

/** What a search looks for, and among which scenarios. */
export interface Question extends Range {
  /**
   * Tells what is wrong with a play; nothing, where it is sound. Any breach is looked at once more, from then on in a new process each
   * play; a judge that compares plays has to make its own, because what a process remembers of one would show in the next.
   */
  judge(played: Played, again: Again, at: Standing): Breach | undefined | Promise<Breach | undefined>;
}

/** Where a search stands as it has a play judged. */
export interface Standing {
  /** The number of the scenario, beginning at 1. */
  readonly number: number;
  /** What was found already: only the same counts from then on. */
  readonly found?: Breach;
}

/** How far a search goes: whichever comes first. The same seed makes the same search. */
export interface Reach {
  readonly seed?: number | string;
  /** Scenarios that are drawn and not tried: they have been before. */
  readonly skip?: number;
  readonly runs?: number;
  readonly milliseconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each scenario before it is tried, by its number. */
  readonly beat?: (number: number) => void;
  /** Told now and then how many scenarios have been tried. */
  readonly progress?: (tried: number) => void;
}

/** What a search has been through. */
export interface Covered {
  /** Scenarios that were drawn, acted out, delivered and judged until it was over, or until the first breach. */
  readonly tried: number;
  /** How many more were, to make what was found smaller. */
  readonly shrinking: number;
  /** How often each kind of event arrived where a rule matched it, and each fault happened. */
  readonly events: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly invocations: number;
  /** Breaches that came only of what a process remembered of other scenarios, and that no scenario of its own would show. */
  readonly unrepeated: number;
  readonly seed: number | string;
}

/** What a search has come to. */
export type Outcome = Covered & ({ readonly kind: 'nothing' } | ({ readonly kind: 'found' } & Found));

const DEFAULT_RUNS = 10_000;
/** No shrinking takes as many; what is small enough by then is handed out. */
const MOST_SHRINKING = 1_500;
/** How long what has run out of its time is waited for from then on: most that hang hang at once. */
const HURRY = '100ms';

/**
 * Looks for a scenario that breaches what is asked, and makes it as small as it can.
 *
 * What is drawn is a scenario as a file could say it, faults and all, so that what is found fails the same way under
 * `ecreplay run`: `printScenario(outcome.played.scenario)` is that file, but for its expectations.
 *
 * @example
 * const player = await openPlayer(setup);
 * const outcome = await search(player, { judge: unsound }, { seed: 1, runs: 5_000 });
 * await player[Symbol.asyncDispose]();
 */
export async function search(player: Player, question: Question, reach: Reach = {}): Promise<Outcome> {
  const { seed = 1, skip = 0, runs = DEFAULT_RUNS, milliseconds = Infinity, signal, beat, progress } = reach;
  const compose = composer(player, question);
  const until = performance.now() + milliseconds;
  const count = { tried: 0, shrinking: 0, invocations: 0, unrepeated: 0 };
  const events: Record<string, number> = {};
  const happened: Record<string, number> = {};
  /** The first that was found, and the smallest so far. */
  const best: { whole?: Found; found?: Found } = {};
  const isOver = (): boolean => performance.now() >= until || signal?.aborted === true;

  async function judged(rehearsed: Rehearsed, delivering: Delivering) {
    const played = await player.deliver(rehearsed, delivering);
    const again: Again = (how) => player.deliver(rehearsed, { faults: delivering.faults!, ...how, start: 'cold' });
    const found = best.whole?.breach;
    const standing = { number: count.tried, ...(found !== undefined && { found }) };
    return { played, breach: await question.judge(played, again, standing) };
  }

  async function isSound(composed: () => Composed): Promise<boolean> {
    if (best.found === undefined) {
      if (isOver()) return true;
      count.tried += 1;
      beat?.(count.tried);
      if (count.tried <= skip) return true;
    } else if ((count.shrinking += 1) > MOST_SHRINKING || signal?.aborted === true) return true;
    const { rehearsed, ...delivering } = composed();
    const isFirst = best.found === undefined;
    const timeout = best.found?.breach.isSlow === true ? HURRY : undefined;
    const first = await judged(rehearsed, { ...delivering, start: isFirst ? 'warm' : 'cold', timeout });
    if (best.found === undefined) note(first.played);
    if (first.breach === undefined) return true;
    const { played, breach } = isFirst ? await judged(rehearsed, { ...delivering, start: 'cold' }) : first;
    if (breach === undefined) {
      count.unrepeated += 1;
      return true;
    }
    if (best.found !== undefined && best.found.breach.key !== breach.key) return true;
    best.found = { breach, played };
    best.whole ??= best.found;
    return false;
  }

  function note({ run, timeline }: Played): void {
    for (const { matched, delivery, invocations } of run.arrivals) {
      count.invocations += invocations.length;
      if (matched.length > 0) tally(events, delivery.event['detail-type']);
    }
    for (const name of new Set(timeline.flatMap((delivery) => delivery.faults))) tally(happened, name);
  }

  const goesOn = (): boolean => {
    progress?.(count.tried);
    return best.found === undefined && !isOver();
  };
  const first = (question.first ?? []).slice(0, runs);
  for (const scenario of first) {
    await isSound(() => ({ rehearsed: player.rehearse(scenario), faults: scenario.delivery.faults }));
    if (!goesOn()) break;
  }
  const measure = { ...DEFAULT_MEASURE, ...question.measure };
  await eachDraft({ seed, runs: runs - first.length, measure }, (draft) => isSound(() => compose(draft)), goesOn);
  const covered = (): Covered => ({ ...count, events, faults: happened, seed });
  if (best.found === undefined) return { ...covered(), kind: 'nothing' };
  const { breach: wanted } = best.found;
  const timeout = wanted.isSlow === true ? HURRY : undefined;
  const again = (scenario: Scenario, how: Delivering) => {
    count.shrinking += 1;
    return judged(player.rehearse(scenario), { faults: scenario.delivery.faults, start: 'cold', ...how });
  };
  const found = await pruned(best.found, (scenario) => again(scenario, { timeout }));
  if (timeout === undefined) return { ...covered(), kind: 'found', ...found };
  // Who is only slow may be quick enough in a smaller scenario.
  for (const one of [found, best.whole!]) {
    const { played, breach } = await again(one.played.scenario, {});
    if (breach?.key === wanted.key) return { ...covered(), kind: 'found', played, breach };
  }
  return { ...covered(), kind: 'found', ...best.whole! };
}

function tally(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
