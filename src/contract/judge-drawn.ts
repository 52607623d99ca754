import type { Player } from '../explore/player.ts';
import type { Breach as FoundBreach, Question } from '../explore/search.ts';
import { unsound } from '../explore/sound.ts';
import type { Setup } from '../rehearse/setup.ts';
import { alone } from './alone.ts';
import type { Contract } from './contract.ts';
import { toKey } from './key.ts';
import { Hung, Stage, type Trial } from './trial.ts';

/** What a consumer is held to over scenarios that are drawn. */
export interface Drawing {
  readonly setup: Setup;
  readonly consumer: string;
  readonly contracts: readonly Contract[];
  /** See `Trying.hasNoRules`. */
  readonly hasNoRules?: true;
}

/**
 * A judge for `search`: holds a consumer to contracts over each scenario that is drawn, as over one that somebody has written. Contracts
 * disturb the deliveries themselves, so the scenario is best drawn undisturbed.
 */
export function judgeDrawn(player: Player, { setup, consumer, contracts, hasNoRules }: Drawing): Question['judge'] {
  const { rules, feeds } = alone(setup, consumer);
  return async (played, _again, found): Promise<FoundBreach | undefined> => {
    // Of who does not end nothing else can be said, and each contract would wait for it again.
    const slow = unsound(played);
    if (slow?.isSlow === true) return slow;
    const { scenario } = played;
    const situation = { name: scenario.name, words: 'what was drawn', scenario };
    // Not disposed of: the player is the search's own.
    const stage = new Stage(consumer, () => Promise.resolve(player));
    const claimed = new Set<string>();
    const trial: Trial = {
      consumer,
      setup: player.setup,
      rules,
      feeds,
      hasRules: hasNoRules !== true,
      situations: [situation],
      key: toKey('repository'),
      claimed,
      play: (other, faults = []) => stage.play(player.setup, other, faults),
      playIn: (_setup, other) => stage.play(player.setup, other, []),
    };
    for (const contract of contracts) {
      if (found?.contract !== undefined && found.contract !== contract.name) continue;
      let breach;
      try {
        breach = await contract.check(trial);
      } catch (error) {
        // By what the contract did to the deliveries, then.
        const slow = error instanceof Hung ? unsound(error.play.played) : undefined;
        if (slow === undefined) throw error;
        return slow;
      }
      if (breach === undefined) continue;
      return {
        key: `${contract.name} ${breach.key}`,
        sentence: `${contract.name}: ${breach.sentence}`,
        evidence: [...breach.evidence, ...(breach.frame === undefined ? [] : [`at ${breach.frame}`]), contract.mend],
        contract: contract.name,
      };
    }
    return undefined;
  };
}
