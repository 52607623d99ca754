import type { ImportModule } from '../consumer/load-handler.ts';
import { openPlayer } from '../explore/player.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { alone } from './alone.ts';
import type { Breach, Contract } from './contract.ts';
import { CONTRACTS } from './contracts.ts';
import { symptomOf } from './effect/symptom.ts';
import { toKey } from './key.ts';
import { namesFor } from './situation/names.ts';
import { situationsFor } from './situation/situations.ts';
import type { Situation } from './situation/situation.ts';
import { Hung, type Play, Stage, type Trial } from './trial.ts';

/** Whether a contract holds, and what has broken it. */
export interface Verdict {
  readonly contract: Contract;
  readonly breach?: Breach;
  /** Why there was nothing that could have broken it: what a consumer does not get, or always fails with, shows nothing of a contract. */
  readonly idle?: string;
}

/** What a consumer is tried with. */
export interface Trying {
  readonly setup: Setup;
  readonly consumer: string;
  readonly contracts: readonly Contract[];
  /** The scenario over whose events it is judged; over all that can happen unless told. */
  readonly scenario?: Scenario;
  readonly seed?: number | string;
  /** See `toKey`; `repository` unless told. */
  readonly key?: string;
  /** That no rule is known, so that everything reaches the consumer. */
  readonly hasNoRules?: true;
  readonly importModule?: ImportModule | undefined;
  /** Told of each verdict as it is found. */
  readonly tell?: (verdict: Verdict) => void;
}

/** What a trial has come to. */
export interface Judgement {
  readonly verdicts: readonly Verdict[];
  /** Whether any event has reached the consumer, or nobody had to play one: what holds of nothing is no promise. */
  readonly isReached: boolean;
}

/** Judges contracts of a consumer, one after the other. What one of them has found out is not told by another. */
export async function judgeContracts(trying: Trying): Promise<Judgement> {
  const { consumer, contracts, scenario, seed = 1, key = 'repository', importModule, tell } = trying;
  const { setup, rules, feeds } = alone(trying.setup, consumer);
  const stage = new Stage(consumer, (one) => openPlayer(one, { importModule }));
  const situations = scenario === undefined ? situationsOf(trying, seed) : [of(scenario)];
  const claimed = new Set<string>();
  const trial: Trial = {
    consumer,
    setup,
    rules,
    feeds,
    hasRules: trying.hasNoRules !== true,
    situations,
    key: toKey(key),
    claimed,
    play: (situation, faults = []) => stage.play(setup, situation, faults),
    playIn: (other, situation) => stage.play(other, situation, []),
  };
  try {
    const verdicts: Verdict[] = [];
    const probed = contracts.some(({ isOfRules }) => isOfRules !== true)
      ? await ended(stage.probe(setup, situations))
      : undefined;
    for (const contract of contracts) {
      let heard = 0;
      let sound = 0;
      const counted = async (play: Promise<Play>): Promise<Play> => {
        const made = await play;
        heard += made.heard.length;
        sound += made.heard.filter(({ invocation }) => symptomOf(invocation) === undefined).length;
        return made;
      };
      const ends =
        contract.isOfRules !== true && probed instanceof Hung
          ? probed
          : await ended(
              contract.check({
                ...trial,
                play: (...given) => counted(trial.play(...given)),
                playIn: (...given) => counted(trial.playIn(...given)),
              }),
            );
      if (ends instanceof Hung) {
        const verdict = hangs(ends, consumer, contract);
        tell?.(verdict);
        return { verdicts: [...verdicts, verdict], isReached: true };
      }
      const breach = ends;
      for (const told of breach === undefined ? [] : [breach.key, ...(breach.others ?? [])]) claimed.add(told);
      const idle = breach === undefined && contract.isOfRules !== true ? idleness(heard, sound) : undefined;
      const verdict: Verdict = {
        contract,
        ...(breach !== undefined && { breach }),
        ...(idle !== undefined && { idle }),
      };
      verdicts.push(verdict);
      tell?.(verdict);
      if (breach !== undefined && contract.isFinal === true) break;
    }
    return { verdicts, isReached: stage.isReached };
  } finally {
    await stage[Symbol.asyncDispose]();
  }
}

function idleness(heard: number, sound: number): string | undefined {
  if (heard === 0) return 'nothing of the kind reaches it';
  return sound === 0 ? 'it fails with all of the kind that reaches it' : undefined;
}

/** What a check has found, or that it could not go on. */
async function ended<Value>(check: Promise<Value>): Promise<Value | Hung> {
  try {
    return await check;
  } catch (error) {
    if (error instanceof Hung) return error;
    throw error;
  }
}

/** The verdict on a consumer that does not end: of nothing else can be said whether it holds. */
function hangs({ play }: Hung, consumer: string, tried: Contract): Verdict {
  const { situation, faults, heard } = play;
  const late = heard.find(({ invocation }) => invocation.outcome.kind === 'timed-out');
  const event = late?.delivery?.event;
  const sentence = (late && symptomOf(late.invocation)?.sentence) ?? `${consumer} does not end`;
  const evidence = ['it does so again and again, so that nothing more was tried'];
  const breach: Breach = { sentence, evidence, situation, faults, key: 'timed out', ...(event && { event }) };
  return { contract: CONTRACTS.at(-1) ?? tried, breach };
}

function situationsOf({ setup, consumer }: Trying, seed: number | string): readonly Situation[] {
  const names = namesFor(alone(setup, consumer).rules);
  const { account, region } = names;
  return situationsFor(names, { ...(account && { account }), ...(region && { region }), seed });
}

function of(scenario: Scenario): Situation {
  return { name: scenario.name, words: scenario.description.replace(/\.$/, ''), scenario };
}
