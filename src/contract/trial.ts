import type { Invocation } from '../consumer/consumer.ts';
import type { BusEvent } from '../eventbridge/event.ts';
import type { Delivery } from '../timeline/timeline.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Player, Played } from '../explore/player.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Rule } from '../rule/rule.ts';
import type { Feeds } from '../verdict/hearing.ts';
import { deedsOf, type Effects, effectsOf, hasCalled } from './effect/effects.ts';
import { keptItems } from './effect/kept-items.ts';
import { symptomOf } from './effect/symptom.ts';
import type { Key } from './key.ts';
import type { Situation } from './situation/situation.ts';

/** A consumer on trial: what can be done to it, and what came of that. */
export interface Trial {
  readonly consumer: string;
  /** The setup with this consumer alone. */
  readonly setup: Setup;
  /** The rules whose events reach it, directly or by what feeds it. */
  readonly rules: readonly Rule[];
  readonly feeds: Feeds[string];
  /** Whether rules say what reaches it; without a configuration everything does. */
  readonly hasRules: boolean;
  readonly situations: readonly Situation[];
  /** Whose order counts. */
  readonly key: Key;
  /** Keys of what other contracts have told already. */
  readonly claimed: ReadonlySet<string>;
  /** Plays a situation, disturbed or not; the same is played once. */
  play(situation: Situation, faults?: readonly FaultInput[]): Promise<Play>;
  /** Plays situations by a setup that is another than the consumer's own. */
  playIn(setup: Setup, situation: Situation): Promise<Play>;
}

/** One invocation and the delivery that led to it; of what has been set off later, the delivery before it. */
export interface Heard {
  readonly invocation: Invocation;
  readonly delivery?: Delivery;
}

/** What came of one play. */
export interface Play {
  readonly situation: Situation;
  readonly faults: readonly FaultInput[];
  readonly heard: readonly Heard[];
  readonly effects: Effects;
  readonly played: Played;
}

/** How many plays may run out of time: each takes seconds, and there are hundreds. */
const MOST_HUNG = 2;

/** Thrown in place of one more play of a consumer that runs out of time again and again. */
export class Hung extends Error {
  readonly play: Play;

  constructor(play: Play) {
    super('The consumer runs out of time again and again');
    this.play = play;
  }
}

/** Makes a trial's plays: one player at a time, each play in a process and an AWS of its own. */
export class Stage implements AsyncDisposable {
  readonly #open: (setup: Setup) => Promise<Player>;
  readonly #consumer: string;
  #player: Player | undefined;
  #isReached = false;
  readonly #hung: Play[] = [];
  readonly #plays = new Map<string, Promise<Play>>();

  constructor(consumer: string, open: (setup: Setup) => Promise<Player>) {
    this.#consumer = consumer;
    this.#open = open;
  }

  /** Whether the consumer has been invoked in any play; if there was none, nothing speaks against it. */
  get isReached(): boolean {
    return this.#isReached || this.#plays.size === 0;
  }

  play(setup: Setup, situation: Situation, faults: readonly FaultInput[]): Promise<Play> {
    const own = JSON.stringify([setup.resources?.trails, situation.name, faults]);
    let play = this.#plays.get(own);
    if (play === undefined) this.#plays.set(own, (play = this.#make(setup, situation, faults)));
    return play;
  }

  /** Has it that a situation has been played undisturbed already, in a process of its own. */
  take(setup: Setup, situation: Situation, played: Played): void {
    const own = JSON.stringify([setup.resources?.trails, situation.name, []]);
    this.#plays.set(own, Promise.resolve(this.#read(setup, situation, [], played)));
  }

  /**
   * Plays one event alone: a consumer that does not end with the first it is given is not given hundreds more, each of which it would be
   * given three times.
   */
  async probe(setup: Setup, situations: readonly Situation[]): Promise<void> {
    const player = await this.#playerFor(setup);
    for (const situation of situations) {
      const [first] = player.heard(player.rehearse(situation.scenario).undisturbed);
      if (first === undefined) continue;
      await this.play(setup, situation, [nothingBut(first.event.id)]);
      if (this.#hung[0] !== undefined) throw new Hung(this.#hung[0]);
      return;
    }
  }

  async #make(setup: Setup, situation: Situation, faults: readonly FaultInput[]): Promise<Play> {
    if (this.#hung.length >= MOST_HUNG) throw new Hung(this.#hung[0]!);
    const player = await this.#playerFor(setup);
    const rehearsed = player.rehearse(situation.scenario);
    return this.#read(setup, situation, faults, await player.deliver(rehearsed, { faults, start: 'cold' }));
  }

  #read(setup: Setup, situation: Situation, faults: readonly FaultInput[], played: Played): Play {
    const { run } = played;
    const heard = heardIn(played, setup, this.#consumer);
    this.#isReached ||= heard.length > 0;
    const known = run.arrivals.map(({ delivery }) => JSON.stringify(delivery.event)).join('\n');
    const deeds = deedsOf(heard);
    const { calls } = deeds;
    const { acts, state } = effectsOf(deeds, known);
    const items = calls.some(({ service }) => service === 'dynamodb') ? keptItems(played.estate, known) : [];
    const effects: Effects = { acts, state: new Map([...state, ...items]) };
    const play: Play = { situation, faults, heard, effects, played };
    if (heard.some(({ invocation }) => invocation.outcome.kind === 'timed-out')) this.#hung.push(play);
    return play;
  }

  /** There can be but one at a time. */
  async #playerFor(setup: Setup): Promise<Player> {
    if (this.#player?.setup === setup) return this.#player;
    await this.#player?.[Symbol.asyncDispose]();
    this.#player = undefined;
    return (this.#player = await this.#open(setup));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#player?.[Symbol.asyncDispose]();
  }
}

/** What a consumer was invoked with in a play. */
export function heardIn({ run }: Played, setup: Setup, consumer: string): readonly Heard[] {
  return [
    ...(run.unprompted ?? []).map((invocation) => ({ invocation })),
    ...run.arrivals.flatMap(({ delivery, matched, invocations }) =>
      invocations.map((invocation) =>
        // What trails write is told long after, beside whatever arrives then.
        hasOwn(setup, invocation, matched) ? { invocation, delivery } : { invocation },
      ),
    ),
  ].filter(({ invocation }) => invocation.consumer === consumer);
}

/** Whether an invocation is about the delivery beside which it is told. */
function hasOwn({ resources }: Setup, { rule }: Invocation, matched: readonly string[]): boolean {
  return matched.includes(rule) || (rule === '' && resources?.trails === undefined);
}

/** Keeps everything from arriving but these events: what is about one of them is seen soonest, and plainest, alone. */
export function nothingBut(...ids: readonly string[]): FaultInput {
  return { drop: { chance: 1, only: { id: [{ 'anything-but': ids }] } } };
}

/** What kind of event it is, as a rule would ask for it. */
export function kindOf({ 'detail-type': type, detail }: BusEvent): string {
  const what = detail['action-type'] ?? detail['eventName'];
  return typeof what === 'string' ? `${type} ${what}` : type;
}

/**
 * The deliveries that a consumer has made calls for, in their order: one of each kind, of which the first is as good as any. What plainly
 * goes wrong with an event alone is told by other contracts, and says nothing of what else becomes of it.
 */
export function actedOn({ heard }: Play, seen: Set<string>): readonly Delivery[] {
  return heard.flatMap(({ invocation, delivery }) => {
    if (delivery === undefined || !hasCalled(invocation) || symptomOf(invocation) !== undefined) return [];
    const kind = kindOf(delivery.event);
    if (seen.has(kind)) return [];
    seen.add(kind);
    return [delivery];
  });
}

/** The plays of situations that reach the consumer, each undisturbed, one after the other. */
export async function* heardPlays(trial: Trial, names?: readonly string[]): AsyncGenerator<Play> {
  for (const situation of trial.situations) {
    if (names !== undefined && isListed(trial) && !names.includes(situation.name)) continue;
    const play = await trial.play(situation);
    if (play.heard.length > 0) yield play;
  }
}

/** Of a scenario that somebody has written all counts, whatever it is called. */
function isListed({ situations }: Trial): boolean {
  return situations.length > 1;
}
