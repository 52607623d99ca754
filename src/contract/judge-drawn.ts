import { scenarioOf } from '../explore/draw/to-scenario.ts';
import { openPlayer, type Player } from '../explore/player.ts';
import type { Breach as FoundBreach, Question } from '../explore/search.ts';
import { unsound } from '../explore/sound.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { alone } from './alone.ts';
import type { Breach, Contract } from './contract.ts';
import { type Due, dueAmong } from './due.ts';
import { toKey } from './key.ts';
import { namesFor } from './situation/names.ts';
import { situationsFor } from './situation/situations.ts';
import { heardIn, Hung, Stage, type Trial } from './trial.ts';

/** What a consumer is held to over scenarios that are drawn. */
export interface Drawing {
  readonly setup: Setup;
  readonly consumer: string;
  readonly contracts: readonly Contract[];
  /** See `Trying.hasNoRules`. */
  readonly hasNoRules?: true;
}

/** Contracts disturb the deliveries themselves, so what is drawn is not. */
const MEASURE = { steps: 3, faults: 0 };

/**
 * A question for `search`: holds a consumer to contracts over each scenario that is drawn, as over one that somebody has written. Before
 * any is drawn come the situations that contracts are about. A scenario is played once, in a process that has seen others, and contracts
 * are judged only where they have not been judged over the like of it.
 */
export function judgeDrawn(
  player: Player,
  { setup, consumer, contracts, hasNoRules }: Drawing,
): Pick<Question, 'first' | 'measure' | 'judge'> {
  const { rules, feeds } = alone(setup, consumer);
  const ofRules = contracts.filter(({ isOfRules }) => isOfRules === true);
  const early = dueAmong(contracts.filter(({ isOfRules, isLate }) => isOfRules !== true && isLate !== true));
  const late = dueAmong(contracts.filter(({ isLate }) => isLate === true));
  const situations = firstOf(rules);

  function trialOf(stage: Stage, scenario: Scenario): Trial {
    const situation = situationOf(scenario);
    return {
      consumer,
      setup: player.setup,
      rules,
      feeds,
      hasRules: hasNoRules !== true,
      situations: [situation],
      key: toKey('repository'),
      claimed: new Set(),
      play: (other, faults = []) => stage.play(player.setup, other, faults),
      playIn: async (otherwise, other) => {
        // `await using` would not parse where this has to run.
        const guest = new Stage(consumer, openPlayer);
        try {
          return await guest.play(otherwise, other, []);
        } finally {
          await guest[Symbol.asyncDispose]();
        }
      },
    };
  }

  /** The same, but that nothing else was heard than what is to be judged by itself. */
  function ofDue(trial: Trial, due: Due): Trial {
    return {
      ...trial,
      play: async (situation, faults = []) => {
        const play = await trial.play(situation, faults);
        return faults.length > 0 ? play : { ...play, heard: play.heard.filter((heard) => due.isOf(heard)) };
      },
    };
  }

  async function first(asked: readonly Contract[], trial: Trial, due?: Due): Promise<FoundBreach | undefined> {
    for (const contract of asked) {
      try {
        const breach = await contract.check(
          due !== undefined && contract.isOfEach === true ? ofDue(trial, due) : trial,
        );
        if (breach !== undefined) return told(contract, breach);
      } catch (error) {
        // By what the contract did to the deliveries, then.
        const slow = error instanceof Hung ? unsound(error.play.played) : undefined;
        if (slow === undefined) throw error;
        return slow;
      }
    }
    return undefined;
  }

  /** Which contracts a scenario is judged by: situations come twice, once for what is seen soon, and once for the rest. */
  function turnsOf(number: number): readonly Due[] {
    if (number <= situations.length) return [early];
    return number <= 2 * situations.length ? [late] : [early, late];
  }

  return {
    first: [...situations, ...situations],
    measure: MEASURE,
    judge: async (played, _again, { number, found }) => {
      // Of who does not end nothing else can be said, and each contract would wait for it again.
      const slow = unsound(played);
      if (slow?.isSlow === true) return slow;
      // Not disposed of: the player is the search's own.
      const stage = new Stage(consumer, () => Promise.resolve(player));
      const trial = trialOf(stage, played.scenario);
      if (found !== undefined) {
        // From the first that was found on, each play begins with a new process.
        stage.take(player.setup, situationOf(played.scenario), played);
        return await first(
          contracts.filter(({ name }) => found.contract === undefined || name === found.contract),
          trial,
        );
      }
      const heard = heardIn(played, player.setup, consumer);
      const misruled = number === 1 ? await first(ofRules, trial) : undefined;
      if (misruled !== undefined) return misruled;
      for (const due of turnsOf(number)) {
        const breach = await first(due.of(heard), trial, due);
        if (breach !== undefined) return breach;
        due.note(heard);
      }
      return undefined;
    },
  };
}

function situationOf(scenario: Scenario): Trial['situations'][number] {
  return { name: scenario.name, words: 'what was drawn', scenario };
}

function firstOf(rules: Trial['rules']): readonly Scenario[] {
  const names = namesFor(rules);
  const { account, region } = names;
  const where = { ...(account !== undefined && { account }), ...(region !== undefined && { region }), seed: 1 };
  return situationsFor(names, where).map(({ scenario: { as, given, steps, account: own, region: place, seed } }) =>
    scenarioOf({ as, given, steps, account: own, region: place, seed }),
  );
}

function told({ name, mend }: Contract, { key, sentence, evidence, frame }: Breach): FoundBreach {
  return {
    key: `${name} ${key}`,
    sentence: `${name}: ${sentence}`,
    evidence: [...evidence, ...(frame === undefined ? [] : [`at ${frame}`]), mend],
    contract: name,
  };
}
